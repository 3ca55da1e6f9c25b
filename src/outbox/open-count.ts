import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import { isOpen, type Notification } from './notification.ts';

/**
 * Keeps `request.open_count` and `request.open` true. A count, because whether something is still open cannot be asked for:
 * of a request to a million people a database may look at every row before it finds one.
 */
export async function noteOpen(
  store: Store,
  changed: readonly { before: Notification; after: Notification }[],
  locks: boolean,
): Promise<void> {
  const changes = openChanges(changed);
  const ids = [...changes.values()].flat();
  // In one order for all, so that two that change the same requests never wait for each other.
  if (locks && ids.length > 1) {
    await store.selectFrom('request').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute();
  }
  for (const [change, those] of changes) {
    const count = sql<number>`open_count + ${change}`;
    await store
      .updateTable('request')
      .set({ open_count: count, open: sql<number>`case when ${count} > 0 then 1 else 0 end` })
      .where('id', 'in', those)
      .execute();
  }
}

/** Requests by how much the number of their open notifications changes; none whose number stays. */
function openChanges(changed: Parameters<typeof noteOpen>[1]): ReadonlyMap<number, string[]> {
  const ofRequest = new Map<string, number>();
  for (const { before, after } of changed) {
    const change = Number(isOpen(after.state)) - Number(isOpen(before.state));
    ofRequest.set(after.requestId, (ofRequest.get(after.requestId) ?? 0) + change);
  }
  const changes = new Map<number, string[]>();
  for (const [id, change] of ofRequest) if (change !== 0) changes.set(change, [...(changes.get(change) ?? []), id]);
  return changes;
}
