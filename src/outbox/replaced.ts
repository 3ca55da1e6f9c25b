import type { Store } from '../store/store.ts';

/** Those of the notifications whose place at the portal a newer one has taken, or is taking, by having the same tag. */
export async function replacedAmong(store: Store, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await store
    .selectFrom('notification as older')
    .innerJoin('notification as newer', (join) =>
      join.onRef('newer.tag', '=', 'older.tag').onRef('newer.id', '>', 'older.id'),
    )
    .select('older.id')
    .distinct()
    .where('older.id', 'in', ids)
    .where('newer.state', 'in', ['sending', 'delivered', 'unknown'])
    .execute();
  return new Set(rows.map(({ id }) => id));
}
