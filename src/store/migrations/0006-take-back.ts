import type { Kysely } from 'kysely';

/** What copies of the bot ask of the one that delivers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('take_back')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addColumn('came', 'text')
    .execute();
}
