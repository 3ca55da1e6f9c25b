import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Dialect, SqliteAdapter, SqliteDialect } from 'kysely';
import { statementsOf } from './sqlite-statements.ts';

/**
 * How long a statement waits for another process (the command line) to finish writing, in milliseconds. The wait holds
 * up everything else in this process, and a sender must hear within three seconds that a request was not accepted.
 */
const BUSY_TIMEOUT = 500;

/** A folder that is made for the store: texts of people are in it, and an application's tokens. */
export const OURS_ALONE = 0o700;

/** SQLite can roll back a change of the schema, so a process that dies in a migration leaves nothing half done. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** Kysely on Node's own SQLite. */
export function sqliteDialect(path: string): Dialect {
  return new NodeSqliteDialect({
    database: async () => {
      if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: OURS_ALONE });
      const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
      // WAL so that the command line can read beside a running bot; FULL so that what was acknowledged survives a power cut.
      database.exec(`
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
      `);
      const requireFile = path === ':memory:' ? () => {} : fileGuard(path);
      return { prepare: statementsOf(database, requireFile), close: () => database.close() };
    },
  });
}

/**
 * A file that was deleted or replaced while it is open still takes every write, and loses them all when the process
 * ends (sqlite.org/howtocorrupt.html, "unlinking or renaming a database file while in use").
 * @returns what throws from that moment on
 */
function fileGuard(path: string): () => void {
  const opened = statSync(path).ino;
  return () => {
    if (statSync(path, { throwIfNoEntry: false })?.ino !== opened)
      throw new Error(`The store ${path} was deleted or replaced while the bot was running: restart the bot.`);
  };
}
