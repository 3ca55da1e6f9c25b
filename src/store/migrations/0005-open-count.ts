import { type Kysely, sql } from 'kysely';

/** How many notifications of a request are open: counted once here, kept true by every change from now on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('request')
    .addColumn('open_count', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`
    update request set open_count = (
      select count(*) from notification
      where notification.request_id = request.id and notification.state in ('queued', 'sending', 'waiting')
    ) where open = 1`.execute(db);
}
