import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Dialect, Kysely, PostgresAdapter } from 'kysely';
import type { StoreAddress } from './address.ts';
import { type Exclusively, exclusivelyOn } from './exclusively.ts';
import { databaseLease, type Lease, ownedAlone } from './lease.ts';
import { migrate, NewerStoreError, OlderStoreError } from './migrate.ts';
import type { Schema, Store } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';
import { watchFile } from './sqlite-file.ts';
import { lockSqlite } from './sqlite-lock.ts';

export type { StoreAddress } from './address.ts';
export type { Store } from './schema.ts';

/** The store could not be opened. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code = 'store';
  readonly advice: string;

  constructor(message: string, advice: string, cause?: unknown) {
    super(message, { cause });
    this.advice = advice;
  }
}

/** The store as a bot that runs uses it. */
export interface OpenStore {
  store: Store;
  /** Whether other copies of the bot may work on the same store. */
  shared: boolean;
  /** What only one copy does at a time. */
  lease(name: string): Lease;
  /** For what the command line beside a bot does too. */
  exclusively: Exclusively;
  /** Why what is written now would be lost for good; undefined as long as the store is where it was opened. */
  lost(): string | undefined;
  close(): Promise<void>;
}

/**
 * Opens the store for a bot and brings its schema up to date. A SQLite store is the bot's alone; several copies of the
 * bot share one on PostgreSQL.
 * @throws StoreError with what to do
 */
export async function openStore(address: StoreAddress): Promise<OpenStore> {
  const unlock = address.kind === 'sqlite' ? lockOrRefuse(address.path) : () => {};
  try {
    const store = await connectStore(address);
    const close = async () => {
      await store.destroy();
      unlock();
    };
    const exclusively = exclusivelyOn(store, address);
    if (address.kind === 'sqlite') {
      const lost = watchFile(address.path);
      return { store, shared: false, lease: () => ownedAlone, exclusively, lost, close };
    }
    const { makeLines } = await import('./postgres.ts');
    await makeLines(store);
    const holder = `${hostname()}:${process.pid}:${randomUUID()}`;
    return {
      store,
      shared: true,
      lease: (name) => databaseLease(store, name, holder),
      exclusively,
      lost: () => undefined,
      close,
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Opens the store beside a bot that may be running, as the command line does.
 * @param upgrade false: a store of an older version is refused. To bring it up to date is the new bot's, after a backup;
 *   the old one may be running on it
 * @throws StoreError with what to do
 */
export async function connectStore(address: StoreAddress, { upgrade = true } = {}): Promise<Store> {
  const store: Store = new Kysely<Schema>({ dialect: await dialectOf(address) });
  const migrating = address.kind === 'sqlite' ? store : new Kysely<Schema>({ dialect: await dialectOf(address, true) });
  try {
    await migrate(migrating, upgrade);
    if (migrating !== store) await migrating.destroy();
    return store;
  } catch (cause) {
    await Promise.all([store.destroy(), migrating !== store && migrating.destroy()]);
    const why = cause instanceof Error ? cause.message : String(cause);
    const advice = VERSION_ADVICE.get(cause instanceof Error ? cause.name : '') ?? adviceFor(address);
    throw new StoreError(`The store (DATABASE_URL) cannot be opened: ${why}.`, advice, cause);
  }
}

/**
 * Whether transactions on this store run side by side, so that rows read to be changed have to be locked. SQLite has
 * one writer at a time and no words for it.
 */
export function locksRows(store: Store): boolean {
  return store.getExecutor().adapter instanceof PostgresAdapter;
}

/** @param patient statements may take as long as they need, where that can be said */
async function dialectOf(address: StoreAddress, patient = false): Promise<Dialect> {
  if (address.kind === 'sqlite') return sqliteDialect(address.path);
  // A bot on SQLite has no use for the driver.
  const { postgresDialect } = await import('./postgres.ts');
  return postgresDialect(address.url, { patient });
}

const VERSION_ADVICE: ReadonlyMap<string, string> = new Map([
  [NewerStoreError.name, 'Run the version of the bot that last used it, or a newer one. Nothing in it was changed.'],
  [
    OlderStoreError.name,
    'Start the bot of this version once: it brings it up to date. Make a backup before. Nothing was changed.',
  ],
]);

function lockOrRefuse(path: string): () => void {
  let unlock: (() => void) | undefined;
  try {
    unlock = lockSqlite(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(
      `The store (DATABASE_URL) cannot be opened: ${why}.`,
      adviceFor({ kind: 'sqlite', path }),
      cause,
    );
  }
  if (unlock) return unlock;
  throw new StoreError(
    `Another process of the bot is running on the store ${path}.`,
    'Stop it first. To run several copies, use PostgreSQL: DATABASE_URL=postgres://…',
  );
}

function adviceFor(address: StoreAddress): string {
  return address.kind === 'sqlite'
    ? `Check that the bot may write to ${address.path} and its folder, and that the disk is not full.`
    : 'Check that the database of DATABASE_URL is there and takes the user and the password.';
}
