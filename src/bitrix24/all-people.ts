import { BATCH_LIMIT, callBatch } from './batch.ts';
import { type Person, peopleQuery, readPeople } from './people.ts';
import type { CallOptions, Portal } from './portal.ts';
import { badResultError } from './portal-failure.ts';

/** The portal gives 50 people at a time, in a page or in a command of a batch (docs: api-reference/performance). */
const PAGE = 50;

export interface Listing extends CallOptions {
  /** Makes a request when the portal has room for it. */
  turn<T>(request: () => Promise<T>): Promise<T>;
  /**
   * `little` (default): the first request is one page, and the others follow one after the other, so that a small portal
   * answers at once and a large one has time for notifications in between. `quick`: the first request is a full batch,
   * and the others go side by side; no list is had with fewer requests.
   */
  pace?: 'little' | 'quick';
}

/**
 * Everybody who works in the portal, without those who left: a request for each 2,500 people, and with the pace `little`
 * one more, for the first page. No page is asked for twice, and none is left out.
 * @throws PortalError when the portal did not answer, or does not let us see people
 */
export async function listPeople(portal: Portal, listing: Listing): Promise<Person[]> {
  const people = await listEverybody(portal, { FILTER: { ACTIVE: true } }, listing);
  return people.filter(({ active, type }) => active && (type ?? 'employee') === 'employee');
}

/** {@link listPeople} with those who left, guests and mail users. */
export function listPeopleOfAllTimes(portal: Portal, listing: Listing): Promise<Person[]> {
  return listEverybody(portal, {}, listing);
}

async function listEverybody(
  portal: Portal,
  filter: Record<string, unknown>,
  { turn, pace = 'little', ...options }: Listing,
): Promise<Person[]> {
  const query = { ...peopleQuery, ...filter };
  const pages = (starts: readonly number[]) => turn(() => askPages(portal, query, starts, options));
  const first = startsUpTo((pace === 'quick' ? BATCH_LIMIT : 1) * PAGE, 0);
  const begun = await pages(first);
  const rest = startsUpTo(begun.total, first.length * PAGE);
  const batches = Array.from({ length: Math.ceil(rest.length / BATCH_LIMIT) }, (_, batch) =>
    rest.slice(batch * BATCH_LIMIT, (batch + 1) * BATCH_LIMIT),
  );
  const people = [begun.people];
  if (pace === 'quick') people.push(...(await Promise.all(batches.map(pages))).map((some) => some.people));
  else for (const batch of batches) people.push((await pages(batch)).people);
  // Somebody hired while the pages were read moves the others on by one: the same person may come twice.
  return [...new Map(people.flat().map((person) => [person.id, person])).values()];
}

/** Where pages begin, from one place to before another. */
function startsUpTo(end: number, begin: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil((end - begin) / PAGE)) }, (_, page) => begin + page * PAGE);
}

/** Pages in one request. Those beyond the end hold nobody. @returns with how many people there are on all pages */
async function askPages(
  portal: Portal,
  query: Record<string, unknown>,
  starts: readonly number[],
  options: CallOptions,
): Promise<{ people: Person[]; total: number }> {
  const context = { method: 'user.get', host: portal.host, mode: portal.mode };
  const [only = 0, ...others] = starts;
  if (others.length === 0) {
    const answer = await portal.call('user.get', { ...query, start: only }, options);
    const people = readPeople(answer.result);
    if (people === undefined) throw badResultError(context, 'a list of people', answer.raw);
    return { people, total: answer.total ?? people.length };
  }
  const commands = starts.map(
    (start) => [`p${start}`, { method: 'user.get', parameters: { ...query, start } }] as const,
  );
  const outcomes = await callBatch(portal, new Map(commands), options);
  const people: Person[] = [];
  let total: number | undefined;
  for (const start of starts) {
    // What the portal answers for a page beyond the end is not documented.
    if (total !== undefined && start >= total) break;
    const outcome = outcomes.get(`p${start}`);
    if (outcome?.kind === 'refused') throw outcome.error;
    const page = outcome?.kind === 'answer' ? readPeople(outcome.answer.result) : undefined;
    // Half a list would look like people who have left.
    if (outcome?.kind !== 'answer' || page === undefined) throw badResultError(context, 'a list of people', {});
    total ??= outcome.answer.total;
    people.push(...page);
  }
  return { people, total: total ?? people.length };
}
