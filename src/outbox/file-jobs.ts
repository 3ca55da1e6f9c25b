import { sql } from 'kysely';
import { locksRows, type Store } from '../store/store.ts';
import type { FileCopies } from './file-copies.ts';
import { FILES_WAIT } from './file-copy-rows.ts';
import { inRows } from './in-rows.ts';
import { contentOf } from './rows.ts';

/** The work of bringing files into the Drive: what is on its way, and how it ended. */
export function fileJobs(
  store: Store,
  now: () => number,
): Pick<FileCopies, 'pending' | 'job' | 'waitAnew' | 'note' | 'source'> {
  const stillPending = () =>
    store
      .selectFrom('file_copy')
      .innerJoin('notification', 'notification.id', 'file_copy.notification_id')
      .where('file_copy.state', '=', 'pending')
      .where('notification.state', '=', 'queued')
      // What is due goes as it is, at any moment.
      .where('notification.due_at', '>', now());

  return {
    async pending() {
      const rows = await stillPending()
        .select('file_copy.request_id')
        .distinct()
        .orderBy('file_copy.request_id')
        .execute();
      return rows.map(({ request_id }) => request_id);
    },

    async job(requestId) {
      const request = await store
        .selectFrom('request')
        .select('content')
        .where('id', '=', requestId)
        .executeTakeFirst();
      const files = request && contentOf(request.content)?.files;
      if (files === undefined) return undefined;
      const rows = await stillPending()
        .leftJoin('file_folder', 'file_folder.notification_id', 'notification.id')
        .select([
          'notification.id',
          'notification.recipient',
          'notification.due_at',
          'file_copy.position',
          'file_folder.folder_id',
          'file_folder.created_at as folder_begun',
        ])
        .where('file_copy.request_id', '=', requestId)
        .orderBy('notification.id')
        .orderBy('file_copy.position')
        .execute();
      if (rows.length === 0) return undefined;
      const readers = [...Map.groupBy(rows, ({ id }) => id)].flatMap(([notificationId, own]) => {
        const [first] = own;
        if (first === undefined) return [];
        return [
          {
            notificationId,
            recipient: first.recipient,
            ...(first.folder_begun !== null && { folder: { id: first.folder_id ?? undefined } }),
            pending: own.map(({ position }) => position),
          },
        ];
      });
      return { plans: files.plans, dueAt: Math.max(...rows.map(({ due_at }) => due_at)), readers };
    },

    async waitAnew() {
      await store
        .updateTable('notification')
        .set({ due_at: now() + FILES_WAIT })
        .where('state', '=', 'queued')
        .where('attempts', '=', 0)
        .where('id', 'in', store.selectFrom('file_copy').select('notification_id').where('state', '=', 'pending'))
        .execute();
    },

    async note(results) {
      if (results.length === 0) return;
      const notificationIds = [...new Set(results.map(({ notificationId }) => notificationId))].sort();
      await store.transaction().execute(async (transaction) => {
        // Two files that come at once would else each find the other one still pending, and nobody let the text go.
        if (locksRows(store)) {
          for (const ids of inRows(notificationIds)) {
            await transaction
              .selectFrom('notification')
              .select('id')
              .where('id', 'in', ids)
              .orderBy('id')
              .forUpdate()
              .execute();
          }
        }
        for (const result of results) {
          const outcome =
            result.kind === 'ready'
              ? { object_id: result.objectId, page: result.page, show: result.show }
              : { why: result.why };
          await transaction
            .updateTable('file_copy')
            .set({ state: result.kind, ...outcome })
            .where('notification_id', '=', result.notificationId)
            .where('position', '=', result.position)
            .where('state', '=', 'pending')
            .execute();
        }
        for (const ids of inRows(notificationIds)) {
          await transaction
            .updateTable('notification')
            .set({ due_at: now() })
            .where('id', 'in', ids)
            .where('state', '=', 'queued')
            .where('due_at', '>', now())
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('file_copy')
                    .select(sql<number>`1`.as('one'))
                    .whereRef('file_copy.notification_id', '=', 'notification.id')
                    .where('file_copy.state', '=', 'pending'),
                ),
              ),
            )
            .execute();
        }
      });
    },

    async source(requestId, { source }) {
      if (source === undefined) return undefined;
      const row = await store
        .selectFrom('file_copy')
        .innerJoin('file_folder', 'file_folder.notification_id', 'file_copy.notification_id')
        .innerJoin('notification', 'notification.id', 'file_copy.notification_id')
        .select('object_id')
        .where('slack_file', '=', source.id)
        .where('version', '=', source.editable ? requestId : '')
        .where('name', '=', source.name)
        .where('file_copy.state', '=', 'ready')
        .where('notification.state', '!=', 'cancelled')
        .orderBy('file_copy.notification_id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.object_id ?? undefined;
    },
  };
}
