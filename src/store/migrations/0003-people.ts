import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('link')
    .addColumn('slack_id', 'text', (column) => column.primaryKey())
    .addColumn('bitrix24_id', 'bigint', (column) => column.notNull())
    .addColumn('made_by', 'text', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('waiting_request')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('slack_id', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('waiting_for').on('waiting_request').columns(['slack_id', 'created_at']).execute();
}
