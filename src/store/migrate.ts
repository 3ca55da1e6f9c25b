import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as first from './migrations/0001-first.ts';
import * as files from './migrations/0002-files.ts';

/** Every migration, oldest first. Forward only: a released one is never changed, a newer one is added. */
export const migrations: Record<string, Migration> = {
  '0001-first': first,
  '0002-files': files,
};

/**
 * Brings the store to the newest schema, under the database's own lock.
 * @throws when a migration fails, or when the store was made by a newer version of the bot
 */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
