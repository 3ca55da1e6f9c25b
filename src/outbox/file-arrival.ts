import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { CopyState, FileCopies } from './file-copies.ts';
import type { LeftOut } from './request.ts';
import { contentOf, leftOutOf } from './rows.ts';

/** Which files a notification has when it goes, and when a link of it is opened. */
export function fileArrival(store: Store): Pick<FileCopies, 'settle' | 'leaveOut' | 'served'> {
  return {
    async settle(notificationIds) {
      const settled = new Map<string, Map<number, CopyState>>();
      await store.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('file_copy')
          .set({ state: 'late' })
          .where('notification_id', 'in', notificationIds)
          .where('state', '=', 'pending')
          .execute();
        const rows = await transaction
          .selectFrom('file_copy')
          .selectAll()
          .where('notification_id', 'in', notificationIds)
          .execute();
        for (const row of rows) {
          const own = settled.get(row.notification_id) ?? new Map<number, CopyState>();
          own.set(row.position, copyState(row));
          settled.set(row.notification_id, own);
        }
      });
      return settled;
    },

    async leaveOut(notificationId, items) {
      if (items.length === 0) return;
      await store.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom('request')
          .innerJoin('notification', 'notification.request_id', 'request.id')
          .select(['request.id', 'request.left_out'])
          .where('notification.id', '=', notificationId)
          .executeTakeFirst();
        if (row === undefined) return;
        const known = leftOutOf(row.left_out);
        const fresh = items.filter((item) => !known.some((each) => isSame(each, item)));
        if (fresh.length === 0) return;
        await transaction
          .updateTable('request')
          .set({ left_out: JSON.stringify([...known, ...fresh]) })
          .where('id', '=', row.id)
          .execute();
      });
    },

    async served(notificationId, position) {
      const row = await store
        .selectFrom('notification')
        .innerJoin('request', 'request.id', 'notification.request_id')
        .select('request.content')
        .where('notification.id', '=', notificationId)
        .where('notification.state', '!=', 'cancelled')
        .executeTakeFirst();
      return row && contentOf(row.content)?.files?.plans[position];
    },
  };
}

function copyState(row: Schema['file_copy']): CopyState {
  if (row.state === 'ready') return { kind: 'ready', page: row.page ?? '', show: row.show ?? '' };
  if (row.state === 'failed') return { kind: 'failed', why: row.why ?? '' };
  return row.state === 'late' ? { kind: 'late' } : { kind: 'pending' };
}

/** A sentence is what an older version kept of the same. */
function isSame(known: LeftOut[number], { what, why }: LeftOut[number]): boolean {
  return known.what === what && (typeof known.why === 'string' || JSON.stringify(known.why) === JSON.stringify(why));
}
