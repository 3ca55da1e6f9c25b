import { type Kysely, sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration';
import * as first from './migrations/0001-first.ts';
import * as files from './migrations/0002-files.ts';
import * as people from './migrations/0003-people.ts';
import * as languages from './migrations/0004-languages.ts';
import * as openCount from './migrations/0005-open-count.ts';
import * as takeBack from './migrations/0006-take-back.ts';

/** Every migration, oldest first. Forward only: a released one is never changed, a newer one is added. */
export const migrations: Record<string, Migration> = {
  '0001-first': first,
  '0002-files': files,
  '0003-people': people,
  '0004-languages': languages,
  '0005-open-count': openCount,
  '0006-take-back': takeBack,
};

/** The store was made by a newer version of the bot, which may keep in it what this one would damage. */
export class NewerStoreError extends Error {
  override readonly name = 'NewerStoreError';
}

/** The store is of an older version, whose bot may be running on it. */
export class OlderStoreError extends Error {
  override readonly name = 'OlderStoreError';
}

/**
 * Brings the store to the newest schema, under the database's own lock.
 * @param upgrade whether one of an older version is brought up to date too, which has no way back; a new one always is
 * @throws NewerStoreError, OlderStoreError, or when a migration fails; the store is as it was then
 */
export async function migrate<T>(db: Kysely<T>, upgrade: boolean): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const done = await executed(db);
  const unknown = done.filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length > 0)
    throw new NewerStoreError(`it was made by a newer version of the bot (it has ${unknown.join(', ')})`);
  const missing = Object.keys(migrations).filter((name) => !done.includes(name));
  if (done.length > 0 && missing.length > 0 && !upgrade)
    throw new OlderStoreError(`it is of an older version of the bot (it lacks ${missing.join(', ')})`);
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

async function executed<T>(db: Kysely<T>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  return rows.map(({ name }) => name);
}
