import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, SqliteAdapter, SqliteDialect, type SqliteStatement } from 'kysely';
import { AND_THEN } from './and-then.ts';

/**
 * How long a statement waits for another process (the command line) to finish writing, in milliseconds. The wait holds
 * up everything else in this process, and a sender must hear within three seconds that a request was not accepted.
 */
const BUSY_TIMEOUT = 500;

/**
 * A deferred transaction that reads before it writes fails at once when another process wrote in between; an immediate one
 * waits its turn.
 */
const BEGIN = 'begin immediate';

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

interface Prepared {
  statement: StatementSync;
  /** Whether it gives rows. */
  reader: boolean;
  parameters: number;
}

/** Kysely knows the interface of better-sqlite3; Node's own SQLite has nearly the same. */
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
      const prepared = new Map<string, Prepared>();
      const prepare = (sql: string): Prepared => {
        const known = prepared.get(sql);
        if (known) return known;
        const statement = database.prepare(sql);
        // Asked once: SQLite makes the list of columns anew each time.
        const fresh = { statement, reader: statement.columns().length > 0, parameters: sql.split('?').length - 1 };
        // Queries with many rows differ in their text by the number of rows; the few in constant use stay.
        if (prepared.size < 200 && sql.length < 4000) prepared.set(sql, fresh);
        return fresh;
      };
      return {
        close: () => database.close(),
        prepare: (sql) => {
          const [first = '', second] = sql.split(AND_THEN);
          if (first === 'begin' || second !== undefined) requireFile();
          if (second !== undefined) return inOneTransaction(database, prepare, prepare(first), prepare(second));
          const { statement, reader } = prepare(first === 'begin' ? BEGIN : first);
          return {
            reader,
            all: (parameters) => statement.all(...asInput(parameters)),
            run: (parameters) => statement.run(...asInput(parameters)),
            iterate: (parameters) => statement.iterate(...asInput(parameters)),
          };
        },
      };
    },
  });
}

/** What `andThen` promises. */
function inOneTransaction(
  database: DatabaseSync,
  prepare: (sql: string) => Prepared,
  first: Prepared,
  second: Prepared,
): SqliteStatement {
  const all = (parameters: readonly unknown[]) => {
    const ofSecond = asInput(parameters);
    const ofFirst = ofSecond.splice(0, first.parameters);
    prepare(BEGIN).statement.run();
    try {
      const rows = first.statement.all(...ofFirst);
      if (rows.length > 0) second.statement.run(...ofSecond);
      prepare('commit').statement.run();
      return rows;
    } catch (error) {
      // After some errors, as a full disk is one, SQLite has rolled back already.
      if (database.isTransaction) database.exec('rollback');
      throw error;
    }
  };
  return {
    reader: true,
    all,
    run: (parameters) => ({ changes: all(parameters).length, lastInsertRowid: 0 }),
    iterate: (parameters) => all(parameters).values(),
  };
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

function asInput(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return value;
    throw new TypeError(`SQLite takes no ${typeof value} as a parameter`);
  });
}
