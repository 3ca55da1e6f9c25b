import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('language')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('slack_id', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('language_key', ['team', 'slack_id'])
    .execute();
}
