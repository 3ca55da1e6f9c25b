import { type Dialect, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Store } from './schema.ts';

/** PostgreSQL gives 64-bit numbers as strings; ours are counts and milliseconds, which a double holds exactly. */
const INT8 = 20;
pg.types.setTypeParser(INT8, Number);

/** Intake, delivery and reports ask at the same moment; more connections than this would only wait for each other. */
const MOST_CONNECTIONS = 10;
const CONNECT_TIMEOUT = 5000;
/** None of our statements takes a second; one that takes so long meets a database in trouble. The server ends it. */
const STATEMENT_TIMEOUT = 6000;
/** A line that is dead without anybody knowing (a firewall forgot it, the other machine hangs) never answers: we end it. */
const ANSWER_TIMEOUT = 8000;

/**
 * @param patient for changes of the schema: a statement may take as long as a large table needs
 */
export function postgresDialect(url: string, { patient = false } = {}): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: patient ? 1 : MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    // A line that is there spares whoever asks next the making of one, which takes longer than the question.
    idleTimeoutMillis: 0,
    ...(!patient && { statement_timeout: STATEMENT_TIMEOUT, query_timeout: ANSWER_TIMEOUT }),
    application_name: 'b24notify',
    keepAlive: true,
    // Without it the system looks after two hours whether an idle line is still there.
    keepAliveInitialDelayMillis: 10_000,
  });
  // An idle connection that the server ends is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    // The same for one in use, which the pool does not listen to; its query fails besides.
    client.on('error', () => {});
    endWhenSilent(client);
  });
  return new PostgresDialect({ pool });
}

/**
 * Makes all lines of the pool, so that nobody who asks for something waits while one is made: the pool lets them wait for
 * the new one even when another gets free before. A server that gives fewer is no error; the rest come when they are needed.
 */
export async function makeLines(store: Store): Promise<void> {
  await Promise.allSettled(Array.from({ length: MOST_CONNECTIONS }, () => sql`select 1`.execute(store)));
}

/**
 * node-postgres gives a connection back to the pool although a query of it timed out (pg/lib/client.js, `query_timeout`):
 * the next one would wait behind an answer that never comes. So such a line is ended, and the pool makes another.
 */
function endWhenSilent(client: pg.PoolClient): void {
  const ask = client.query.bind(client);
  Object.assign(client, {
    // The only form that Kysely calls.
    async query(statement: string, parameters: unknown[]) {
      try {
        return await ask(statement, parameters);
      } catch (error) {
        if (error instanceof Error && error.message === 'Query read timeout') {
          void client.end();
          throw new Error(`the database has not answered for ${ANSWER_TIMEOUT / 1000} s`, { cause: error });
        }
        throw error;
      }
    },
  });
}
