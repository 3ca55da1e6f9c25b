import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('request')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('surface', 'text', (column) => column.notNull())
    .addColumn('summary', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('left_out', 'text', (column) => column.notNull())
    .addColumn('reply', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('open', 'integer', (column) => column.notNull())
    .addColumn('report', 'text', (column) => column.notNull())
    .addColumn('report_claim', 'bigint', (column) => column.notNull())
    .addColumn('replies', 'integer', (column) => column.notNull())
    .addColumn('replied_since', 'bigint', (column) => column.notNull())
    .addColumn('direct', 'text')
    .execute();
  await db.schema.createIndex('request_of_sender').on('request').columns(['team', 'sender', 'id']).execute();
  await db.schema.createIndex('request_untold').on('request').columns(['open', 'report', 'id']).execute();

  await db.schema
    .createTable('notification')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('request_id', 'text', (column) => column.notNull().references('request.id').onDelete('cascade'))
    .addColumn('recipient', 'bigint', (column) => column.notNull())
    .addColumn('named_as', 'text', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('doubts', 'integer', (column) => column.notNull())
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('lane', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('portal_id', 'bigint')
    .addColumn('trouble_code', 'text')
    .addColumn('trouble', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute();
  // Taking the next ones must not slow down with a million rows behind them: the index is the queue's order.
  await db.schema
    .createIndex('notification_due')
    .on('notification')
    .columns(['state', 'lane', 'due_at', 'id'])
    .execute();
  // Only those that wait stand in it: for each one to be taken, whether an earlier one for the same person is tried again soon.
  await sql`create index notification_awaited on notification (recipient, lane, id) where state = 'waiting'`.execute(
    db,
  );
  await db.schema.createIndex('notification_age').on('notification').columns(['state', 'created_at']).execute();
  await db.schema.createIndex('notification_of_request').on('notification').columns(['request_id', 'state']).execute();
  await db.schema.createIndex('notification_tag').on('notification').columns(['tag', 'id']).execute();

  await db.schema
    .createTable('attempt')
    .addColumn('notification_id', 'text', (column) =>
      column.notNull().references('notification.id').onDelete('cascade'),
    )
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('took_ms', 'integer', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('detail', 'text')
    .execute();
  await db.schema.createIndex('attempt_of_notification').on('attempt').columns(['notification_id', 'at']).execute();

  await db.schema
    .createTable('lease')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('draft')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('portal_tokens')
    .addColumn('portal', 'text', (column) => column.primaryKey())
    .addColumn('tokens', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute();
}
