import type { Store } from './schema.ts';

/** A write that went well speaks for so long: with the watch's look every five seconds trouble shows within twenty. */
const SPEAKS_FOR = 15_000;
const ROW = 'write check';

/** Writes one row, the same one each time. @throws what the database says when it takes no write */
export async function writeOnce(store: Store, at: number = Date.now()): Promise<void> {
  const row = { name: ROW, holder: ROW, until: at };
  await store
    .insertInto('lease')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ until: row.until }))
    .execute();
}

/**
 * Whether the store takes writes. A full disk, a file system that became read-only and a standby of PostgreSQL answer
 * every question that only reads. However often it is asked, it writes (and SQLite waits for the disk) once in fifteen
 * seconds; what failed is tried again each time.
 * @returns what rejects with what the database says
 */
export function createWriteCheck(store: Store, now: () => number = Date.now): () => Promise<undefined> {
  let wentWellAt = Number.NEGATIVE_INFINITY;
  let writing: Promise<undefined> | undefined;
  async function write(): Promise<undefined> {
    const began = now();
    await writeOnce(store, began);
    wentWellAt = began;
    return undefined;
  }
  return async () => {
    if (now() - wentWellAt < SPEAKS_FOR) return undefined;
    // One that hangs must not be joined by others, each on a connection of its own.
    writing ??= write().finally(() => {
      writing = undefined;
    });
    return writing;
  };
}
