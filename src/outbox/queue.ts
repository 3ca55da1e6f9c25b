import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import { inRows } from './in-rows.ts';
import { isOpen, type Notification, OPEN_STATES } from './notification.ts';
import type { Attempt, Outbox, Taken } from './outbox.ts';
import { changedColumns, contentOf, notificationOf } from './rows.ts';
import { type Happening, transition } from './transition.ts';

const LANES = [0, 1];
/** How many old ones are given up in one go. */
const EXPIRED_AT_ONCE = 500;

/** The outbox as a queue: what is due, and what came of it. */
export function queue(
  store: Store,
  now: () => number,
): Pick<Outbox, 'take' | 'nextDue' | 'note' | 'recover' | 'expire'> {
  async function note(changes: readonly Change[]): Promise<Notification[]> {
    if (changes.length === 0) return [];
    return store.transaction().execute(async (transaction) => {
      const before = await notificationsById(
        transaction,
        changes.map(({ id }) => id),
      );
      const changed: Notification[] = [];
      for (const { id, happening } of changes) {
        const current = before.get(id);
        const next = current && transition(current, happening);
        if (!next) continue;
        before.set(id, next);
        changed.push(next);
        await transaction
          .updateTable('notification')
          .set({ ...changedColumns(next), changed_at: now() })
          .where('id', '=', id)
          .execute();
      }
      const attempts = changes.flatMap(({ id, attempt }) =>
        attempt && before.has(id) ? [attemptRow(id, attempt)] : [],
      );
      if (attempts.length > 0) await transaction.insertInto('attempt').values(attempts).execute();
      await noteOpen(transaction, changed);
      return changed;
    });
  }

  return {
    note,

    async take(most, except, of = 'all') {
      return store.transaction().execute(async (transaction) => {
        const busy = new Set(except);
        const taken: Notification[] = [];
        for (const lane of of === 'small' ? [0] : LANES) {
          for (const state of ['queued', 'waiting']) {
            if (taken.length >= most) break;
            const rows = await transaction
              .selectFrom('notification')
              .selectAll()
              .where('state', '=', state)
              .where('lane', '=', lane)
              .where('due_at', '<=', now())
              .$if(busy.size > 0, (query) => query.where('recipient', 'not in', [...busy]))
              .orderBy('due_at')
              .orderBy('id')
              .limit(most - taken.length)
              .execute();
            for (const row of rows) {
              // Two for one person are never on their way at once, so that they arrive in order.
              if (busy.has(row.recipient)) continue;
              busy.add(row.recipient);
              taken.push({ ...notificationOf(row), state: 'sending' });
            }
          }
        }
        if (taken.length === 0) return [];
        await transaction
          .updateTable('notification')
          .set({ state: 'sending', changed_at: now() })
          .where(
            'id',
            'in',
            taken.map(({ id }) => id),
          )
          .execute();
        return withContent(transaction, taken);
      });
    },

    async nextDue() {
      const dues: number[] = [];
      // One step into the index each; a minimum over several states would read all that wait.
      for (const lane of LANES) {
        for (const state of ['queued', 'waiting']) {
          const row = await store
            .selectFrom('notification')
            .select('due_at')
            .where('state', '=', state)
            .where('lane', '=', lane)
            .orderBy('due_at')
            .limit(1)
            .executeTakeFirst();
          if (row) dues.push(row.due_at);
        }
      }
      return dues.length > 0 ? Math.min(...dues) : undefined;
    },

    async recover() {
      const rows = await store.selectFrom('notification').select('id').where('state', '=', 'sending').execute();
      for (const some of inRows(rows)) {
        await note(some.map(({ id }) => ({ id, happening: { kind: 'abandoned', dueAt: now() } })));
      }
      return rows.length;
    },

    async expire(createdBefore, trouble) {
      const rows = await store
        .selectFrom('notification')
        .select('id')
        .where('state', 'in', ['queued', 'waiting'])
        .where('created_at', '<', createdBefore)
        .limit(EXPIRED_AT_ONCE)
        .execute();
      return note(rows.map(({ id }) => ({ id, happening: { kind: 'failed', trouble } })));
    },
  };
}

interface Change {
  id: string;
  happening: Happening;
  attempt?: Attempt;
}

async function notificationsById(store: Store, ids: readonly string[]): Promise<Map<string, Notification>> {
  const rows = await store.selectFrom('notification').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, notificationOf(row)]));
}

/** A request to thousands is one content for all of them. */
async function withContent(store: Store, taken: readonly Notification[]): Promise<Taken[]> {
  const requests = await store
    .selectFrom('request')
    .select(['id', 'content'])
    .where('id', 'in', [...new Set(taken.map(({ requestId }) => requestId))])
    .execute();
  const contents = new Map(requests.map(({ id, content }) => [id, readableContent(content)]));
  return taken.map((notification) => ({ notification, content: contents.get(notification.requestId) }));
}

/** A damaged row must not stop the others: it is taken, and set aside by delivery. */
function readableContent(json: string): Taken['content'] {
  try {
    return contentOf(json);
  } catch {
    return undefined;
  }
}

/** Keeps `request.open` true, so that finding whom to tell never reads what still waits. */
async function noteOpen(store: Store, changed: readonly Notification[]): Promise<void> {
  const opened = new Set(changed.filter(({ state }) => isOpen(state)).map(({ requestId }) => requestId));
  const closing = new Set(changed.filter(({ state }) => !isOpen(state)).map(({ requestId }) => requestId));
  if (opened.size > 0) {
    await store
      .updateTable('request')
      .set({ open: 1 })
      .where('id', 'in', [...opened])
      .where('open', '=', 0)
      .execute();
  }
  if (closing.size === 0) return;
  await store
    .updateTable('request')
    .set({ open: 0 })
    .where('id', 'in', [...closing])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notification')
            .select(sql<number>`1`.as('one'))
            .whereRef('notification.request_id', '=', 'request.id')
            .where('notification.state', 'in', [...OPEN_STATES]),
        ),
      ),
    )
    .execute();
}

function attemptRow(notificationId: string, { at, tookMs, outcome, code, detail }: Attempt) {
  return {
    notification_id: notificationId,
    at,
    took_ms: Math.round(tookMs),
    outcome,
    code: code ?? null,
    detail: detail?.replaceAll('\0', '') ?? null,
  };
}
