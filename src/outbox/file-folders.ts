import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import type { FileCopies } from './file-copies.ts';
import { inRows } from './in-rows.ts';

/** In place of the moment at which a folder was made: its notification never arrived, and is forgotten. */
export const NOBODYS = 0;

/** The folders in the Drive, one for each reader, as long as they may be there. */
export function fileFolders(
  store: Store,
  now: () => number,
): Pick<FileCopies, 'beginFolders' | 'noteFolder' | 'idle' | 'forgetFolder'> {
  return {
    async beginFolders(notificationIds) {
      const rows = notificationIds.map((id) => ({ notification_id: id, folder_id: null, created_at: now() }));
      for (const some of inRows(rows)) {
        await store
          .insertInto('file_folder')
          .values(some)
          .onConflict((conflict) => conflict.column('notification_id').doNothing())
          .execute();
      }
    },

    async noteFolder(notificationId, folder) {
      await store
        .insertInto('file_folder')
        .values({ notification_id: notificationId, folder_id: folder, created_at: now() })
        // The row may be gone: its notification was taken back while the folder was being made.
        .onConflict((conflict) => conflict.column('notification_id').doUpdateSet({ folder_id: folder }))
        .execute();
    },

    async idle(before, most) {
      const rows = await store
        .selectFrom('file_folder')
        .leftJoin('notification', 'notification.id', 'file_folder.notification_id')
        .select(['file_folder.notification_id', 'file_folder.folder_id'])
        .where(({ or, and, eb, not, exists, selectFrom }) =>
          or([
            eb('notification.state', '=', 'cancelled'),
            eb('file_folder.created_at', '=', NOBODYS),
            ...(before === undefined ? [] : [eb('file_folder.created_at', '<', before)]),
            and([
              eb('notification.state', '=', 'delivered'),
              exists(
                selectFrom('notification as newer')
                  .select(sql<number>`1`.as('one'))
                  .whereRef('newer.tag', '=', 'notification.tag')
                  .whereRef('newer.id', '>', 'notification.id')
                  .where('newer.state', '=', 'delivered'),
              ),
            ]),
            and([
              eb('notification.id', 'is not', null),
              not(
                exists(
                  selectFrom('file_copy')
                    .select(sql<number>`1`.as('one'))
                    .whereRef('file_copy.notification_id', '=', 'file_folder.notification_id')
                    .where('file_copy.state', 'in', ['pending', 'ready']),
                ),
              ),
            ]),
          ]),
        )
        .limit(most)
        .execute();
      return rows.map(({ notification_id, folder_id }) => ({
        notificationId: notification_id,
        id: folder_id ?? undefined,
      }));
    },

    async forgetFolder(notificationId) {
      await store.deleteFrom('file_folder').where('notification_id', '=', notificationId).execute();
    },
  };
}
