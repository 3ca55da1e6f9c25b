import { sql } from 'kysely';
import { andThen } from '../store/and-then.ts';
import { compiledForRows } from '../store/compiled.ts';
import type { Schema } from '../store/schema.ts';
import { locksRows, type Store } from '../store/store.ts';
import { FILES_WAIT, fileCopyRows } from './file-copy-rows.ts';
import { inRows } from './in-rows.ts';
import { LARGE_LANE, SMALL_LANE } from './order.ts';
import type { Outbox, Taken } from './outbox.ts';
import type { NewRequest } from './request.ts';
import { changedColumns, contentOf, notificationOf } from './rows.ts';
import { storable, storableJson } from './storable.ts';
import { notificationTag } from './tag.ts';
import { transition } from './transition.ts';

/** A request to more people than this waits behind the small ones. */
const SMALL_REQUEST = 10;

const insertRequest = compiledForRows(requestInsert);
/**
 * The request and its only notification as one query, which is a transaction of its own: one way to the database and back
 * instead of four, while somebody waits.
 */
const insertBoth = compiledForRows((store, request: Schema['request'], notification: Schema['notification']) =>
  locksRows(store)
    ? store
        .with('stored', () => requestInsert(store, request))
        .insertInto('notification')
        .columns(columnsOf(notification))
        .expression(({ selectFrom }) =>
          selectFrom('stored').select(columnsOf(notification).map((column) => sql`${notification[column]}`.as(column))),
        )
        .returning('request_id as id')
    : andThen(requestInsert(store, request), store.insertInto('notification').values(notification)),
);

/** Gives no row where the request is known already. */
function requestInsert(store: Store, row: Schema['request']) {
  return store
    .insertInto('request')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id');
}

function columnsOf(row: Schema['notification']) {
  return Object.keys(row).filter((column): column is keyof typeof row => Object.hasOwn(row, column));
}

/** Storing what was asked for: one transaction for the request and all its notifications. */
export function intake(store: Store, now: () => number, newId: () => string): Pick<Outbox, 'accept'> {
  return {
    async accept(request, to = 'queue') {
      const id = newId();
      const stored = requestRow(id, request, now());
      const queued = notificationRows(id, request, newId, now());
      const inHand = to === 'hand' && goAtOnce(request);
      const notifications = inHand ? queued.map(inHandAlready) : queued;
      const copies = fileCopyRows(notifications, request.content);
      const [only, ...others] = notifications;
      const inserted =
        only && others.length === 0 && copies.length === 0
          ? await insertBoth(store, stored, only)
          : await store.transaction().execute((transaction) => insertAll(transaction, stored, notifications, copies));
      if (inserted.length === 0) {
        const known = await store
          .selectFrom('request')
          .select('id')
          .where('key', '=', request.key)
          .executeTakeFirstOrThrow();
        return { id: known.id, kind: 'known', taken: [] };
      }
      return { id, kind: 'accepted', taken: inHand ? notifications.map((row) => takenOf(row, stored)) : [] };
    },
  };
}

/** @returns nothing where the request is known already */
async function insertAll(
  transaction: Store,
  request: Schema['request'],
  notifications: readonly Schema['notification'][],
  copies: ReturnType<typeof fileCopyRows>,
): Promise<readonly unknown[]> {
  const inserted = await insertRequest(transaction, request);
  if (inserted.length === 0) return [];
  for (const rows of inRows(notifications)) await transaction.insertInto('notification').values(rows).execute();
  for (const rows of inRows(copies)) await transaction.insertInto('file_copy').values(rows).execute();
  return inserted;
}

/** Those of large requests wait for the small ones, and those with files for their files. */
function goAtOnce({ recipients, content }: NewRequest): boolean {
  return recipients.length <= SMALL_REQUEST && content.files?.way !== 'drive';
}

function inHandAlready(row: Schema['notification']): Schema['notification'] {
  const taken = transition(notificationOf(row), { kind: 'taken' });
  return taken ? { ...row, ...changedColumns(taken) } : row;
}

/** As `take` would give it out, from what is stored. It is the newest one with its tag, so nothing can have taken its place. */
function takenOf(row: Schema['notification'], { content }: Schema['request']): Taken {
  return { notification: notificationOf(row), content: contentOf(content), replaced: false };
}

function requestRow(id: string, request: NewRequest, at: number): Schema['request'] {
  return {
    id,
    key: request.key,
    team: request.team,
    sender: request.sender,
    surface: request.surface,
    summary: storable(request.summary),
    content: storableJson(request.content),
    left_out: storableJson(request.leftOut),
    reply: JSON.stringify(request.reply),
    created_at: at,
    open: request.recipients.length > 0 ? 1 : 0,
    open_count: request.recipients.length,
    report: 'silent',
    report_claim: 0,
    replies: 0,
    replied_since: at,
    direct: null,
  };
}

function notificationRows(id: string, request: NewRequest, newId: () => string, at: number): Schema['notification'][] {
  return request.recipients.map(({ recipient, namedAs }) => ({
    id: newId(),
    request_id: id,
    recipient,
    named_as: storable(namedAs),
    tag: storable(notificationTag(request.content.tag, id, recipient)),
    state: 'queued',
    attempts: 0,
    doubts: 0,
    form: 'whole',
    lane: request.recipients.length > SMALL_REQUEST ? LARGE_LANE : SMALL_LANE,
    due_at: request.content.files?.way === 'drive' ? at + FILES_WAIT : at,
    portal_id: null,
    trouble_code: null,
    trouble: null,
    created_at: at,
    changed_at: at,
  }));
}
