import { decodeTime, encodeTime } from 'ulid';
import { compiled } from '../store/compiled.ts';
import type { Store } from '../store/store.ts';
import { NOBODYS } from './file-folders.ts';
import type { Notification, State } from './notification.ts';
import type { HistoryLine, Outbox } from './outbox.ts';
import { replacedAmong } from './replaced.ts';
import { leftOutOf, notificationOf, requestOf, stateOf } from './rows.ts';

/** Requests removed in one go, so that a large clean-up never holds the store for long. */
const FORGOTTEN_AT_ONCE = 200;
/** Requests to no more people than this are shown with each of them. */
const FEW = 4;
const DAY = 24 * 3_600_000;

const idsOfSender = compiled((store, team: string, sender: string, sinceId: string) =>
  store
    .selectFrom('request')
    .select('id')
    .where('team', '=', team)
    .where('sender', '=', sender)
    .where('id', '>=', sinceId)
    .orderBy('id'),
);

/** The outbox as a record: what was sent and what became of it. */
export function ledger(
  store: Store,
  now: () => number,
): Pick<Outbox, 'status' | 'isUnderWay' | 'lastOf' | 'acceptedSince' | 'knows' | 'history' | 'replaced' | 'forget'> {
  return {
    async status(requestId) {
      const row = await store.selectFrom('request').selectAll().where('id', '=', requestId).executeTakeFirst();
      if (!row) return undefined;
      const rows = await store
        .selectFrom('notification')
        .selectAll()
        .where('request_id', '=', requestId)
        .orderBy('id')
        .execute();
      const changedAt = rows.reduce((latest, { changed_at }) => Math.max(latest, changed_at), 0);
      return { request: requestOf(row), notifications: rows.map(notificationOf), changedAt };
    },

    async isUnderWay(requestId) {
      const row = await store.selectFrom('request').select('open').where('id', '=', requestId).executeTakeFirst();
      return row?.open === 1;
    },

    async lastOf(team, sender) {
      const row = await store
        .selectFrom('request')
        .select('id')
        .where('team', '=', team)
        .where('sender', '=', sender)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.id;
    },

    async acceptedSince(team, sender, since) {
      // An id begins with its time, so the index of a sender's requests answers this without reading a single one.
      const rows = await idsOfSender(store, team, sender, encodeTime(since).toLowerCase());
      return rows.map(({ id }) => decodeTime(id));
    },

    async knows(key) {
      return (await store.selectFrom('request').select('id').where('key', '=', key).executeTakeFirst()) !== undefined;
    },

    async history(team, sender, most, skip = 0) {
      const requests = await store
        .selectFrom('request')
        .select(['id', 'created_at', 'summary', 'left_out'])
        .where('team', '=', team)
        .where('sender', '=', sender)
        .orderBy('id', 'desc')
        .limit(most)
        .offset(skip)
        .execute();
      if (requests.length === 0) return [];
      const counts = await store
        .selectFrom('notification')
        .select(({ fn }) => ['request_id', 'state', fn.countAll<number>().as('count')])
        .where(
          'request_id',
          'in',
          requests.map(({ id }) => id),
        )
        .groupBy(['request_id', 'state'])
        .execute();
      const few = await fewOf(
        store,
        requests.map(({ id }) => id).filter((id) => totalOf(id) <= FEW),
      );
      return requests.map((request): HistoryLine => {
        const own = counts.filter(({ request_id }) => request_id === request.id);
        return {
          id: request.id,
          createdAt: request.created_at,
          summary: request.summary,
          leftOut: leftOutOf(request.left_out),
          counts: new Map(own.map(({ state, count }): [State, number] => [stateOf(state), count])),
          few: few.filter(({ requestId }) => requestId === request.id),
        };
      });

      function totalOf(id: string): number {
        return counts.reduce((sum, { request_id, count }) => (request_id === id ? sum + count : sum), 0);
      }
    },

    async replaced({ id }) {
      return (await replacedAmong(store, [id])).has(id);
    },

    async forget(before) {
      // What somebody typed and did not send, or a message whose form was not sent, is nobody's business tomorrow.
      await store
        .deleteFrom('draft')
        .where('created_at', '<', Math.max(before, now() - DAY))
        .execute();
      let forgotten = 0;
      for (;;) {
        const old = await store
          .selectFrom('request')
          .select('id')
          .where('open', '=', 0)
          .where('created_at', '<', before)
          .limit(FORGOTTEN_AT_ONCE)
          .execute();
        if (old.length === 0) return forgotten;
        const ids = old.map(({ id }) => id);
        await store.transaction().execute(async (transaction) => {
          // What never arrived cannot be sent again from now on: nobody will ever have the address of its files.
          await transaction
            .updateTable('file_folder')
            .set({ created_at: NOBODYS })
            .where(({ eb, selectFrom }) =>
              eb(
                'notification_id',
                'in',
                selectFrom('notification')
                  .select('id')
                  .where('request_id', 'in', ids)
                  .where('state', '=', 'failed')
                  .where('doubts', '=', 0),
              ),
            )
            .execute();
          await transaction.deleteFrom('request').where('id', 'in', ids).execute();
        });
        forgotten += old.length;
        // SQLite answers without waiting: without a turn for the others in between, all of it would be one hold.
        await new Promise(setImmediate);
      }
    },
  };
}

async function fewOf(store: Store, requestIds: readonly string[]): Promise<Notification[]> {
  if (requestIds.length === 0) return [];
  const rows = await store
    .selectFrom('notification')
    .selectAll()
    .where('request_id', 'in', requestIds)
    .orderBy('id')
    .execute();
  return rows.map(notificationOf);
}
