import type { Store } from '../store/store.ts';
import type { Notification, State } from './notification.ts';
import type { Attempt } from './outbox.ts';
import { isReference } from './reference.ts';
import type { LeftOut, StoredRequest } from './request.ts';
import { notificationOf, requestOf } from './rows.ts';

/** Which notifications an operator means. Nothing given: all that are not delivered or taken back. */
export interface Selection {
  /** A notification, or a request with all of its notifications; a request also by the reference that its sender read. */
  id?: string;
  states?: readonly State[];
  /** Stored before this moment, in milliseconds of the epoch. */
  before?: number;
}

/** What an operator sees of a notification: whose, for whom, how it stands; not its text. */
export interface Listed extends Notification {
  createdAt: number;
  sender: string;
}

/** Everything the store knows of one notification, its text but for the one line of the history left out. */
export interface Inspected extends Listed {
  surface: StoredRequest['surface'];
  summary: string;
  leftOut: LeftOut;
  report: StoredRequest['report'];
  history: Attempt[];
}

/** What needs an operator's eye. */
const UNFINISHED: readonly State[] = ['queued', 'sending', 'waiting', 'unknown', 'failed'];

/** The oldest first. @param most rows at the most */
export async function listNotifications(
  store: Store,
  { id, states, before }: Selection,
  most: number,
): Promise<Listed[]> {
  const rows = await store
    .selectFrom('notification')
    .innerJoin('request', 'request.id', 'notification.request_id')
    .selectAll('notification')
    .select('request.sender')
    .$if(id !== undefined, (query) =>
      query.where(({ or, eb }) =>
        or([
          eb('notification.id', '=', id ?? ''),
          eb('notification.request_id', '=', id ?? ''),
          ...(isReference(id ?? '') ? [eb('notification.request_id', 'like', `%${id}`)] : []),
        ]),
      ),
    )
    .$if(id === undefined || states !== undefined, (query) =>
      query.where('notification.state', 'in', states ?? UNFINISHED),
    )
    .$if(before !== undefined, (query) => query.where('notification.created_at', '<', before ?? 0))
    .orderBy('notification.id')
    .limit(most)
    .execute();
  return rows.map((row) => ({ ...notificationOf(row), createdAt: row.created_at, sender: row.sender }));
}

/** One notification, or those of one request, with every try. */
export async function inspectNotifications(store: Store, id: string, most: number): Promise<Inspected[]> {
  const listed = await listNotifications(store, { id }, most);
  return Promise.all(
    listed.map(async (notification) => {
      const row = await store
        .selectFrom('request')
        .selectAll()
        .where('id', '=', notification.requestId)
        .executeTakeFirstOrThrow();
      const { surface, summary, leftOut, report } = requestOf(row);
      return { ...notification, surface, summary, leftOut, report, history: await attemptsOf(store, notification.id) };
    }),
  );
}

async function attemptsOf(store: Store, id: string): Promise<Attempt[]> {
  const rows = await store.selectFrom('attempt').selectAll().where('notification_id', '=', id).orderBy('at').execute();
  return rows.map(({ at, took_ms, outcome, code, detail }) => ({
    at,
    tookMs: took_ms,
    outcome,
    ...(code !== null && { code }),
    ...(detail !== null && { detail }),
  }));
}
