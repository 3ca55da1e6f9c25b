import { type RawBuilder, sql } from 'kysely';
import type { Store } from './schema.ts';

/** Says who may do what only one copy of the bot may do. */
export interface Lease {
  /** Takes or renews it. @returns until when it is ours at least, in milliseconds of our own clock; undefined: another's */
  hold(): Promise<number | undefined>;
  /** Gives it back, so that another copy need not wait for its end. */
  release(): Promise<void>;
}

/** Where one process has the store for itself there is nobody to share with. */
export const ownedAlone: Lease = { hold: async () => Number.POSITIVE_INFINITY, release: async () => {} };

/** How long a copy that died keeps the others waiting. */
const LEASE_LIFE = 10_000;

/**
 * A lease in the database. Time is the database's: the clocks of the copies may differ.
 * @param holder a name of this process that no other has
 */
export function databaseLease(store: Store, name: string, holder: string): Lease {
  const now: RawBuilder<number> = sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
  const until: RawBuilder<number> = sql`${now} + ${LEASE_LIFE}`;
  return {
    async hold() {
      const asked = Date.now();
      const row = await store
        .insertInto('lease')
        .values({ name, holder, until })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, until })
            .where((where) => where.or([where('lease.holder', '=', holder), where('lease.until', '<', now)])),
        )
        .returning('holder')
        .executeTakeFirst();
      return row === undefined ? undefined : asked + LEASE_LIFE;
    },
    async release() {
      await store.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute();
    },
  };
}
