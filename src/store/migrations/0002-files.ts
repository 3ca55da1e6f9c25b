import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('file_copy')
    .addColumn('notification_id', 'text', (column) =>
      column.notNull().references('notification.id').onDelete('cascade'),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('slack_file', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('object_id', 'bigint')
    .addColumn('page', 'text')
    .addColumn('show', 'text')
    .addColumn('why', 'text')
    .addPrimaryKeyConstraint('file_copy_key', ['notification_id', 'position'])
    .execute();
  await db.schema.createIndex('file_copy_state').on('file_copy').columns(['state', 'request_id']).execute();
  await db.schema.createIndex('file_copy_of_request').on('file_copy').columns(['request_id']).execute();
  await db.schema.createIndex('file_copy_source').on('file_copy').columns(['slack_file', 'version', 'name']).execute();

  // No reference to the notification: the folder is still there, and still to be removed, when the history is forgotten.
  await db.schema
    .createTable('file_folder')
    .addColumn('notification_id', 'text', (column) => column.primaryKey())
    .addColumn('folder_id', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('file_folder_age').on('file_folder').columns(['created_at']).execute();
}
