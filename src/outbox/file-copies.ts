import { sql } from 'kysely';
import type { Schema } from '../store/schema.ts';
import { locksRows, type Store } from '../store/store.ts';
import type { FilePlan } from './file-plan.ts';
import { inRows } from './in-rows.ts';
import type { Content, LeftOut } from './request.ts';
import { contentOf, leftOutOf } from './rows.ts';

/** How long the text waits for its files, in milliseconds; after that it goes with Slack's own links. */
export const FILES_WAIT = 30_000;

/** In place of the moment at which a folder was made: its notification never arrived, and is forgotten. */
export const NOBODYS = 0;

/**
 * Where one file of one notification stands. pending: on its way into the Drive · ready: its reader can open it ·
 * failed: it cannot be had, `why` says the reason · late: the text did not wait for it any longer
 */
export type CopyState =
  | { kind: 'pending' }
  | { kind: 'ready'; page: string; show: string }
  | { kind: 'failed'; why: string }
  | { kind: 'late' };

/** The files of one request that are still on their way. */
export interface CopyJob {
  plans: readonly FilePlan[];
  /** When the last of its notifications goes without waiting any longer, in milliseconds of the epoch. */
  dueAt: number;
  /** One for each notification that still waits. `folder`: undefined before anything was tried. */
  readers: {
    notificationId: string;
    recipient: number;
    folder?: { id: number | undefined };
    /** Positions of the files that are still on their way. */
    pending: number[];
  }[];
}

export type CopyResult = { notificationId: string; position: number } & (
  | { kind: 'ready'; objectId: number; page: string; show: string }
  | { kind: 'failed'; why: string }
);

/** A folder in the Drive that nobody uses any more. */
export interface IdleFolder {
  notificationId: string;
  id: number | undefined;
}

/** What the store knows of the files on their way into the Drive. */
export interface FileCopies {
  /** Requests with files on their way, the oldest first. */
  pending(): Promise<string[]>;
  job(requestId: string): Promise<CopyJob | undefined>;
  /** Gives everything that still waits for files the whole time again, after the bot was away. */
  waitAnew(): Promise<void>;
  /** Notes, before it is made, that there may be a folder. */
  beginFolders(notificationIds: readonly string[]): Promise<void>;
  noteFolder(notificationId: string, folder: number): Promise<void>;
  /** Notes how copies ended; one that is late already stays so. Lets notifications go that wait for nothing any more. */
  note(results: readonly CopyResult[]): Promise<void>;
  /** A copy of the same bytes under the same name that can be copied inside the portal. */
  source(requestId: string, plan: FilePlan): Promise<number | undefined>;
  /** How the files of notifications stand, by notification and position. What is still on its way is late from now on. */
  settle(notificationIds: readonly string[]): Promise<Map<string, Map<number, CopyState>>>;
  /** Adds to what the sender of a notification is told was left out; what is there already is not added again. */
  leaveOut(notificationId: string, items: LeftOut): Promise<void>;
  /** A file of a notification that was not taken back, for `FILES=proxy`. */
  served(notificationId: string, position: number): Promise<FilePlan | undefined>;
  /**
   * Folders of notifications that were taken back, whose place a newer one has taken by its tag, or that use none of their
   * files, or that never arrived and are forgotten; and those made before `before`.
   */
  idle(before: number | undefined, most: number): Promise<IdleFolder[]>;
  forgetFolder(notificationId: string): Promise<void>;
}

/** The rows of a request's files, one for each notification and file that has bytes to be copied. */
export function fileCopyRows(notifications: readonly Schema['notification'][], { files }: Content) {
  if (files?.way !== 'drive') return [];
  return notifications.flatMap(({ id, request_id }): Schema['file_copy'][] =>
    files.plans.flatMap(({ source }, position) =>
      source === undefined
        ? []
        : [
            {
              notification_id: id,
              position,
              request_id,
              slack_file: source.id,
              version: source.editable ? request_id : '',
              name: source.name,
              state: 'pending',
              object_id: null,
              page: null,
              show: null,
              why: null,
            },
          ],
    ),
  );
}

export function createFileCopies(store: Store, now: () => number = Date.now): FileCopies {
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

function copyState(row: Schema['file_copy']): CopyState {
  if (row.state === 'ready') return { kind: 'ready', page: row.page ?? '', show: row.show ?? '' };
  if (row.state === 'failed') return { kind: 'failed', why: row.why ?? '' };
  return row.state === 'late' ? { kind: 'late' } : { kind: 'pending' };
}

/** A sentence is what an older version kept of the same. */
function isSame(known: LeftOut[number], { what, why }: LeftOut[number]): boolean {
  return known.what === what && (typeof known.why === 'string' || JSON.stringify(known.why) === JSON.stringify(why));
}
