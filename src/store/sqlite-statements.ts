import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { SqliteStatement } from 'kysely';
import { AND_THEN } from './and-then.ts';

/** Queries with many rows differ in their words by the number of rows; the few in constant use are kept. */
const MOST_KEPT = 200;
const LONGEST_KEPT = 4000;
/**
 * A deferred transaction that reads before it writes fails at once when another process wrote in between; an immediate one
 * waits its turn.
 */
const BEGIN = 'begin immediate';

/**
 * The statements of a database, each prepared once, in the shape that Kysely knows from better-sqlite3: Node's own SQLite
 * has nearly the same.
 * @param requireFile is called before each transaction; what it throws, the transaction throws
 */
export function statementsOf(database: DatabaseSync, requireFile: () => void): (sql: string) => SqliteStatement {
  const kept = new Map<string, SqliteStatement>();

  function statement(sql: string): SqliteStatement {
    const known = kept.get(sql);
    if (known) return known;
    const fresh = made(sql);
    if (kept.size < MOST_KEPT && sql.length < LONGEST_KEPT) kept.set(sql, fresh);
    return fresh;
  }

  function made(sql: string): SqliteStatement {
    if (sql === 'begin') return guarded(prepared(BEGIN));
    const [first = '', second] = sql.split(AND_THEN);
    return second === undefined ? prepared(sql) : inOneTransaction(first, second);
  }

  function prepared(sql: string): SqliteStatement {
    const own = database.prepare(sql);
    return {
      reader: own.columns().length > 0,
      all: (parameters) => own.all(...asInput(parameters)),
      run: (parameters) => own.run(...asInput(parameters)),
      iterate: (parameters) => own.iterate(...asInput(parameters)),
    };
  }

  function guarded(begin: SqliteStatement): SqliteStatement {
    return {
      ...begin,
      run(parameters) {
        requireFile();
        return begin.run(parameters);
      },
    };
  }

  /** What `andThen` promises. */
  function inOneTransaction(firstSql: string, secondSql: string): SqliteStatement {
    const [begin, first, second, commit] = [
      statement('begin'),
      statement(firstSql),
      statement(secondSql),
      statement('commit'),
    ] as const;
    // Kysely writes a question mark for each parameter, and into SQL for SQLite no other.
    const ofFirst = firstSql.split('?').length - 1;
    const all = (parameters: readonly unknown[]) => {
      begin.run([]);
      try {
        const rows = first.all(parameters.slice(0, ofFirst));
        if (rows.length > 0) second.run(parameters.slice(ofFirst));
        commit.run([]);
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

  return statement;
}

function asInput(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return value;
    throw new TypeError(`SQLite takes no ${typeof value} as a parameter`);
  });
}
