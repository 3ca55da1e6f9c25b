import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

/** PostgreSQL gives 64-bit numbers as strings; ours are counts and milliseconds, which a double holds exactly. */
const INT8 = 20;
pg.types.setTypeParser(INT8, Number);

/** Intake, delivery and reports ask at the same moment; more connections than this would only wait for each other. */
const MOST_CONNECTIONS = 10;
const CONNECT_TIMEOUT = 5000;
/** A statement that takes longer is a database in trouble: intake must say so to the sender within three seconds. */
const STATEMENT_TIMEOUT = 10_000;

export function postgresDialect(url: string): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    application_name: 'b24notify',
    keepAlive: true,
    // Without it the system looks after two hours whether an idle line is still there.
    keepAliveInitialDelayMillis: 10_000,
  });
  // An idle connection that the server ends is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}
