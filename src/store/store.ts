import { Kysely } from 'kysely';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

export type Store = Kysely<Schema>;

export type StoreAddress = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };

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

/**
 * Opens the store and brings its schema up to date.
 * @throws StoreError with what to do
 */
export async function openStore(address: StoreAddress): Promise<Store> {
  if (address.kind === 'postgres') {
    throw new StoreError(
      'DATABASE_URL names PostgreSQL, which this version does not have yet.',
      'Use sqlite:./data/b24notify.sqlite.',
    );
  }
  const store: Store = new Kysely<Schema>({ dialect: sqliteDialect(address.path) });
  try {
    await migrate(store);
    return store;
  } catch (cause) {
    await store.destroy();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(
      `The store ${address.path} cannot be opened: ${why}.`,
      'Check that DATABASE_URL names a place where the bot may write, and that the disk is not full.',
      cause,
    );
  }
}
