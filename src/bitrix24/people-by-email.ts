import { BATCH_LIMIT, callBatch } from './batch.ts';
import { PortalError } from './errors/portal-error.ts';
import { type EmailMatch, emailMatch, emailQuery, findByEmail, readPeople } from './people.ts';
import type { CallOptions, Portal } from './portal.ts';

/**
 * {@link findByEmail} for up to 50 addresses in one request. An address that the portal said nothing usable about is
 * absent. Without any right to `user.get` every address is hidden.
 * @throws PortalError when the portal did not answer
 */
export async function findByEmails(
  portal: Portal,
  addresses: readonly string[],
  options?: CallOptions,
): Promise<ReadonlyMap<string, EmailMatch>> {
  if (addresses.length > BATCH_LIMIT) throw new RangeError(`At most ${BATCH_LIMIT} addresses at a time.`);
  const [first, ...others] = addresses;
  if (first === undefined) return new Map();
  if (others.length === 0) {
    try {
      return new Map([[first, await findByEmail(portal, first, options)]]);
    } catch (error) {
      if (isWithoutRights(error)) return new Map([[first, { kind: 'addresses hidden' }]]);
      throw error;
    }
  }
  const keys = new Map(addresses.map((address, index) => [`p${index}`, address]));
  const commands = new Map(
    [...keys].map(([key, address]) => [key, { method: 'user.get', parameters: emailQuery(address) }]),
  );
  const outcomes = await callBatch(portal, commands, options);
  const matches = new Map<string, EmailMatch>();
  for (const [key, address] of keys) {
    const outcome = outcomes.get(key);
    if (outcome?.kind === 'answer') {
      const people = readPeople(outcome.answer.result);
      if (people) matches.set(address, emailMatch(people, address));
    } else if (outcome?.kind === 'refused' && isWithoutRights(outcome.error)) {
      matches.set(address, { kind: 'addresses hidden' });
    }
  }
  return matches;
}

function isWithoutRights(error: unknown): boolean {
  return error instanceof PortalError && error.code.toLowerCase() === 'insufficient_scope';
}
