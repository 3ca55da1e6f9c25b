import type { Notification } from '../outbox/notification.ts';
import { MOST_IN_BATCH, type PortalPort, type TakenBack } from './portal-port.ts';
import type { PortalRate } from './portal-rate.ts';

/** How long what is taken back is tried again while the portal refuses it for its rate, in milliseconds. */
const LONGEST_LIMIT = 30_000;

interface Removing {
  portal: Pick<PortalPort, 'takeBack'>;
  rate: Pick<PortalRate, 'room' | 'correct'>;
  now(): number;
  isStopped(): boolean;
}

/** Takes notifications back from the portal within its rate: by their tags, and what is not found so by their numbers. */
export async function removeAll(
  notifications: readonly Notification[],
  { portal, rate, now, isStopped }: Removing,
): Promise<ReadonlyMap<string, TakenBack>> {
  const results = new Map<string, TakenBack>();
  const until = now() + LONGEST_LIMIT;
  const remove = async (some: readonly Notification[], by: 'tag' | 'number') => {
    let left = some;
    while (left.length > 0) {
      const part = left.slice(0, MOST_IN_BATCH);
      await rate.room();
      const removed = await portal.takeBack(part, by);
      for (const [id, result] of removed) results.set(id, result);
      // Not told to the sender: other processes may be asking from this address, and their count is not ours.
      const limited = part.filter(({ id }) => isLimited(removed.get(id)));
      if (limited.length > 0) rate.correct();
      const again = isStopped() || now() > until ? [] : limited;
      left = [...again, ...left.slice(MOST_IN_BATCH)];
    }
  };
  await remove(notifications, 'tag');
  const unfound = notifications.filter(
    ({ id, portalId }) => results.get(id)?.kind === 'gone' && portalId !== undefined,
  );
  await remove(unfound, 'number');
  return results;
}

/** Refused for the rate, which is over in a moment; where the portal says when, it is not. */
function isLimited(result: TakenBack | undefined): boolean {
  return result?.kind === 'failed' && result.failure === 'limited' && result.retryAt === undefined;
}
