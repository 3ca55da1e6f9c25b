import { BATCH_LIMIT, callBatch } from './batch.ts';
import { type Person, peopleQuery, readPeople } from './people.ts';
import type { CallOptions, Portal } from './portal.ts';

/** The portal gives 50 people at a time, in a page or in a command of a batch (docs: api-reference/performance). */
const PAGE = 50;

/**
 * Everybody who works in the portal, without those who left: one request for the first page, which tells how many there
 * are, then one for each 2,500 more. No page is asked for twice.
 * @param turn makes a request when the portal has room for it
 * @throws PortalError when the portal did not answer, or does not let us see people
 */
export async function listPeople(
  portal: Portal,
  turn: <T>(request: () => Promise<T>) => Promise<T>,
  options?: CallOptions,
): Promise<Person[]> {
  const people = await listEverybody(portal, turn, { FILTER: { ACTIVE: true } }, options);
  return people.filter(({ active, type }) => active && (type ?? 'employee') === 'employee');
}

/** {@link listPeople} with those who left, guests and mail users. */
export function listPeopleOfAllTimes(
  portal: Portal,
  turn: <T>(request: () => Promise<T>) => Promise<T>,
  options?: CallOptions,
): Promise<Person[]> {
  return listEverybody(portal, turn, {}, options);
}

async function listEverybody(
  portal: Portal,
  turn: <T>(request: () => Promise<T>) => Promise<T>,
  filter: Record<string, unknown>,
  options?: CallOptions,
): Promise<Person[]> {
  const query = { ...peopleQuery, ...filter };
  const first = await turn(() => portal.call('user.get', { ...query, start: 0 }, options));
  const people = readPeople(first.result) ?? [];
  const total = first.total ?? people.length;
  const starts = Array.from({ length: Math.ceil(total / PAGE) }, (_, page) => page * PAGE).slice(1);
  for (let from = 0; from < starts.length; from += BATCH_LIMIT) {
    const pages = new Map(
      starts
        .slice(from, from + BATCH_LIMIT)
        .map((start) => [`p${start}`, { method: 'user.get', parameters: { ...query, start } }]),
    );
    for (const outcome of (await turn(() => callBatch(portal, pages, options))).values()) {
      if (outcome.kind === 'refused') throw outcome.error;
      if (outcome.kind === 'answer') people.push(...(readPeople(outcome.answer.result) ?? []));
    }
  }
  // Somebody hired while the pages were read moves the others on by one: the same person may come twice.
  const once = new Map(people.map((person) => [person.id, person]));
  return [...once.values()];
}
