import { monotonicFactory } from 'ulid';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { inRows } from './in-rows.ts';
import { type Notification, OPEN_STATES, type State } from './notification.ts';
import type { Attempt, HistoryLine, Outbox, Taken } from './outbox.ts';
import type { NewRequest } from './request.ts';
import { changedColumns, contentOf, leftOutOf, notificationOf, requestOf } from './rows.ts';
import { notificationTag } from './tag.ts';
import { type Happening, transition } from './transition.ts';

/** A request to more people than this waits behind the small ones. */
const SMALL_REQUEST = 10;

/**
 * The outbox on a database.
 * @param now the clock, in milliseconds of the epoch
 */
export function createOutbox(store: Store, now: () => number = Date.now): Outbox {
  const nextId = monotonicFactory();
  const newId = () => nextId(now()).toLowerCase();

  return {
    async accept(request) {
      return store.transaction().execute(async (transaction) => {
        const known = await transaction
          .selectFrom('request')
          .select('id')
          .where('key', '=', request.key)
          .executeTakeFirst();
        if (known) return { id: known.id, kind: 'known' };
        const id = newId();
        const inserted = await transaction
          .insertInto('request')
          .values(requestRow(id, request, now()))
          .onConflict((conflict) => conflict.column('key').doNothing())
          .returning('id')
          .executeTakeFirst();
        if (!inserted) {
          // Another copy of the bot stored the same interaction between the two statements.
          const other = await transaction
            .selectFrom('request')
            .select('id')
            .where('key', '=', request.key)
            .executeTakeFirstOrThrow();
          return { id: other.id, kind: 'known' };
        }
        const rows = notificationRows(id, request, newId, now());
        for (const some of inRows(rows)) await transaction.insertInto('notification').values(some).execute();
        return { id, kind: 'accepted' };
      });
    },

    async take(most, except, of = 'all') {
      return store.transaction().execute(async (transaction) => {
        const due: Taken[] = [];
        const busy = new Set(except);
        for (const lane of of === 'small' ? [0] : [0, 1]) {
          for (const state of ['queued', 'waiting']) {
            if (due.length >= most) break;
            const rows = await transaction
              .selectFrom('notification')
              .innerJoin('request', 'request.id', 'notification.request_id')
              .selectAll('notification')
              .select(['request.content', 'request.created_at as requested_at'])
              .where('notification.state', '=', state)
              .where('lane', '=', lane)
              .where('due_at', '<=', now())
              .$if(busy.size > 0, (query) => query.where('recipient', 'not in', [...busy]))
              .orderBy('due_at')
              .orderBy('notification.id')
              .limit(most - due.length)
              .execute();
            for (const row of rows) {
              // Two for one person are never on their way at once, so that they arrive in order.
              if (busy.has(row.recipient)) continue;
              busy.add(row.recipient);
              due.push({
                notification: notificationOf(row),
                content: contentOf(row.content),
                createdAt: row.requested_at,
              });
            }
          }
        }
        if (due.length === 0) return [];
        await transaction
          .updateTable('notification')
          .set({ state: 'sending', changed_at: now() })
          .where(
            'id',
            'in',
            due.map(({ notification }) => notification.id),
          )
          .execute();
        return due.map((taken) => ({ ...taken, notification: { ...taken.notification, state: 'sending' } }));
      });
    },

    async nextDue() {
      const row = await store
        .selectFrom('notification')
        .select(({ fn }) => fn.min('due_at').as('due'))
        .where('state', 'in', ['queued', 'waiting'])
        .executeTakeFirst();
      return row?.due ?? undefined;
    },

    async note(changes) {
      if (changes.length === 0) return [];
      return store.transaction().execute(async (transaction) => {
        const rows = await transaction
          .selectFrom('notification')
          .selectAll()
          .where(
            'id',
            'in',
            changes.map(({ id }) => id),
          )
          .execute();
        const before = new Map(rows.map((row) => [row.id, notificationOf(row)]));
        const changed: Notification[] = [];
        for (const { id, happening, attempt } of changes) {
          const current = before.get(id);
          if (!current) continue;
          if (attempt) await transaction.insertInto('attempt').values(attemptRow(id, attempt)).execute();
          const next = transition(current, happening);
          if (!next) continue;
          await transaction
            .updateTable('notification')
            .set({ ...changedColumns(next), changed_at: now() })
            .where('id', '=', id)
            .execute();
          changed.push(next);
        }
        return changed;
      });
    },

    async recover() {
      const rows = await store.selectFrom('notification').select('id').where('state', '=', 'sending').execute();
      for (const some of inRows(rows)) {
        await this.note(
          some.map(({ id }): { id: string; happening: Happening } => ({
            id,
            happening: { kind: 'abandoned', dueAt: now() },
          })),
        );
      }
      return rows.length;
    },

    async expire(createdBefore, trouble) {
      const rows = await store
        .selectFrom('notification')
        .select('id')
        .where('state', 'in', ['queued', 'waiting'])
        .where('created_at', '<', createdBefore)
        .limit(500)
        .execute();
      return this.note(rows.map(({ id }) => ({ id, happening: { kind: 'failed', trouble } })));
    },

    async status(requestId) {
      const row = await store.selectFrom('request').selectAll().where('id', '=', requestId).executeTakeFirst();
      if (!row) return undefined;
      const notifications = await store
        .selectFrom('notification')
        .selectAll()
        .where('request_id', '=', requestId)
        .orderBy('id')
        .execute();
      return { request: requestOf(row), notifications: notifications.map(notificationOf) };
    },

    async lastOf(team, sender) {
      const row = await store
        .selectFrom('request')
        .select('id')
        .where('team', '=', team)
        .where('sender', '=', sender)
        .orderBy('id', 'desc')
        .executeTakeFirst();
      return row?.id;
    },

    async history(team, sender, most) {
      const requests = await store
        .selectFrom('request')
        .select(['id', 'created_at', 'summary', 'left_out'])
        .where('team', '=', team)
        .where('sender', '=', sender)
        .orderBy('id', 'desc')
        .limit(most)
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
      return requests.map((request): HistoryLine => {
        const own = counts.filter(({ request_id }) => request_id === request.id);
        return {
          id: request.id,
          createdAt: request.created_at,
          summary: request.summary,
          leftOut: leftOutOf(request.left_out),
          counts: Object.fromEntries(own.map(({ state, count }) => [state as State, Number(count)])),
        };
      });
    },

    async replaced({ id, tag }) {
      const newer = await store
        .selectFrom('notification')
        .select('id')
        .where('tag', '=', tag)
        .where('id', '>', id)
        .where('state', 'in', ['sending', 'delivered', 'unknown'])
        .executeTakeFirst();
      return newer !== undefined;
    },

    async untold(most) {
      const rows = await store
        .selectFrom('request')
        .select('id')
        .where('report', 'in', ['silent', 'waiting'])
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('notification')
                .select('notification.id')
                .whereRef('notification.request_id', '=', 'request.id')
                .where('notification.state', 'in', [...OPEN_STATES]),
            ),
          ),
        )
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(({ id }) => id);
    },

    async noteReport(requestId, { report, reply, direct, replied }) {
      await store
        .updateTable('request')
        .set((row) => ({
          ...(report && { report }),
          // A new place to answer has uses of its own.
          ...(reply
            ? { reply: JSON.stringify(reply), replies: 0, replied_since: now(), direct: null }
            : replied && { replies: row('replies', '+', 1) }),
          ...(direct && { direct: JSON.stringify(direct) }),
          id: requestId,
        }))
        .where('id', '=', requestId)
        .execute();
    },

    async keepDraft(draft) {
      const id = newId();
      await store
        .insertInto('draft')
        .values({ id, ...draft, created_at: now() })
        .execute();
      return id;
    },

    async draft(id, sender) {
      const row = await store
        .selectFrom('draft')
        .select('text')
        .where('id', '=', id)
        .where('sender', '=', sender)
        .executeTakeFirst();
      return row?.text;
    },

    async forget(before) {
      await store.deleteFrom('draft').where('created_at', '<', before).execute();
      const { numDeletedRows } = await store
        .deleteFrom('request')
        .where('created_at', '<', before)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('notification')
                .select('notification.id')
                .whereRef('notification.request_id', '=', 'request.id')
                .where('notification.state', 'in', [...OPEN_STATES]),
            ),
          ),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

function requestRow(id: string, request: NewRequest, at: number): Schema['request'] {
  return {
    id,
    key: request.key,
    team: request.team,
    sender: request.sender,
    surface: request.surface,
    summary: request.summary,
    content: JSON.stringify(request.content),
    left_out: JSON.stringify(request.leftOut),
    reply: JSON.stringify(request.reply),
    created_at: at,
    report: 'silent',
    replies: 0,
    replied_since: at,
    direct: null,
  };
}

function notificationRows(
  requestId: string,
  request: NewRequest,
  newId: () => string,
  at: number,
): Schema['notification'][] {
  return request.recipients.map(({ recipient, namedAs }) => ({
    id: newId(),
    request_id: requestId,
    recipient,
    named_as: namedAs,
    tag: notificationTag(request.content.tag, requestId, recipient),
    state: 'queued',
    attempts: 0,
    doubts: 0,
    form: 'whole',
    lane: request.recipients.length > SMALL_REQUEST ? 1 : 0,
    due_at: at,
    portal_id: null,
    trouble_code: null,
    trouble: null,
    created_at: at,
    changed_at: at,
  }));
}

function attemptRow(notificationId: string, { at, tookMs, outcome, code, detail }: Attempt): Schema['attempt'] {
  return {
    notification_id: notificationId,
    at,
    took_ms: Math.round(tookMs),
    outcome,
    code: code ?? null,
    detail: detail ?? null,
  };
}
