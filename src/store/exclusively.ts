import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { StoreAddress } from './address.ts';
import type { Store } from './schema.ts';
import { lockSqlite } from './sqlite-lock.ts';

/** Runs `work` while no other process on the same store runs its own under the same name. */
export type Exclusively = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** How often whoever waits for a turn looks for it. */
const LOOK = 50;
/** What is done exclusively is the renewal of tokens: thirty seconds at most. */
const PATIENCE = 60_000;

/**
 * What only one process does at a time, whether it is a bot or the command line beside it. A process that ends lets go of
 * its turn, however it ends: the lock is the system's on SQLite, the connection's on PostgreSQL.
 * @throws besides what `work` throws, when the turn does not come within a minute
 */
export function exclusivelyOn(store: Store, address: StoreAddress): Exclusively {
  if (address.kind === 'postgres') {
    return (name, work) =>
      store.transaction().execute(async (transaction) => {
        // Asked again and again: a statement that waits for its turn would meet the limit for statements.
        const mine = sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 24)) as mine`;
        await turn(name, async () => (await mine.execute(transaction)).rows[0]?.mine === true);
        return work();
      });
  }
  const { path } = address;
  if (path === ':memory:') return (_, work) => work();
  return async (name, work) => {
    let unlock: (() => void) | undefined;
    await turn(name, async () => {
      unlock = lockSqlite(`${path}.exclusive`);
      return unlock !== undefined;
    });
    try {
      return await work();
    } finally {
      unlock?.();
    }
  };
}

async function turn(name: string, take: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + PATIENCE;
  while (!(await take())) {
    if (Date.now() > until) throw new Error(`Another process has been busy with the ${name} for a minute.`);
    await pause(LOOK);
  }
}
