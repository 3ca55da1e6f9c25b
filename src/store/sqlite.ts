import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, SqliteDialect } from 'kysely';

/** Kysely knows the interface of better-sqlite3; Node's own SQLite has nearly the same. */
export function sqliteDialect(path: string): Dialect {
  return new SqliteDialect({
    database: async () => {
      if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
      const database = new DatabaseSync(path);
      // WAL so that the command line can read beside a running bot; FULL so that what was acknowledged survives a power cut.
      database.exec(`
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA busy_timeout = 2000;
      `);
      const prepared = new Map<string, StatementSync>();
      const prepare = (sql: string) => {
        const known = prepared.get(sql);
        if (known) return known;
        const statement = database.prepare(sql);
        // Queries with many rows differ in their text by the number of rows; the few in constant use stay.
        if (prepared.size < 200 && sql.length < 4000) prepared.set(sql, statement);
        return statement;
      };
      return {
        close: () => database.close(),
        prepare: (sql) => {
          // A deferred transaction that reads before it writes fails at once when another process wrote in between;
          // an immediate one waits its turn.
          const statement = prepare(sql === 'begin' ? 'begin immediate' : sql);
          return {
            reader: statement.columns().length > 0,
            all: (parameters) => statement.all(...asInput(parameters)),
            run: (parameters) => statement.run(...asInput(parameters)),
            iterate: (parameters) => statement.iterate(...asInput(parameters)),
          };
        },
      };
    },
  });
}

function asInput(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return value;
    throw new TypeError(`SQLite takes no ${typeof value} as a parameter`);
  });
}
