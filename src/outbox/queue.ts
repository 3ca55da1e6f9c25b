import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import type { Schema } from '../store/schema.ts';
import { locksRows, type Store } from '../store/store.ts';
import { nextDues } from './due.ts';
import { inRows } from './in-rows.ts';
import { mayHaveArrived, type Notification } from './notification.ts';
import { noteOpen } from './open-count.ts';
import { KEPT_IN_ORDER, SMALL_LANE } from './order.ts';
import type { Attempt, Outbox, Taken } from './outbox.ts';
import { replacedAmong } from './replaced.ts';
import { changedColumns, contentOf, notificationOf } from './rows.ts';
import { storable } from './storable.ts';
import { type Happening, transition } from './transition.ts';

/** How many old ones are given up in one go. */
const EXPIRED_AT_ONCE = 500;

/** The outbox as a queue: what is due, and what came of it. */
export function queue(
  store: Store,
  now: () => number,
): Pick<Outbox, 'take' | 'nextDue' | 'note' | 'recover' | 'expire'> {
  const locks = locksRows(store);

  async function note(changes: readonly Change[]): Promise<Notification[]> {
    if (changes.length === 0) return [];
    return store.transaction().execute(async (transaction) => {
      const rows = await rowsById(
        transaction,
        changes.map(({ id }) => id),
        locks,
      );
      const changed: { before: Notification; after: Notification }[] = [];
      for (const { id, happening } of changes) {
        const row = rows.get(id);
        const before = row && notificationOf(row);
        const after = before && transition(before, happening);
        if (!after) continue;
        rows.set(id, {
          ...row,
          ...changedColumns(after),
          changed_at: now(),
          // Its time to live begins anew.
          ...(happening.kind === 'sent again' && { created_at: now() }),
        });
        changed.push({ before, after });
      }
      const ids = new Set(changed.map(({ after }) => after.id));
      await updateAll(
        transaction,
        [...ids].flatMap((id) => rows.get(id) ?? []),
      );
      const attempts = changes.flatMap(({ id, attempt }) => (attempt && rows.has(id) ? [attemptRow(id, attempt)] : []));
      if (attempts.length > 0) await transaction.insertInto('attempt').values(attempts).execute();
      await noteOpen(transaction, changed, locks);
      return changed.map(({ after }) => after);
    });
  }

  return {
    note,

    async take(most, except, of = 'all') {
      // Most looks find nothing: they are spared a transaction.
      const due = (await nextDues(store)).filter(({ dueAt }) => dueAt <= now());
      const sources = of === 'small' ? due.filter(({ lane }) => lane === SMALL_LANE) : due;
      if (sources.length === 0) return [];
      return store.transaction().execute(async (transaction) => {
        const busy = new Set(except);
        const taken: Notification[] = [];
        for (const { lane, state } of sources) {
          if (taken.length >= most) break;
          const rows = await transaction
            .selectFrom('notification')
            .selectAll()
            .where('state', '=', state)
            .where('lane', '=', lane)
            .where('due_at', '<=', now())
            .$if(busy.size > 0, (query) => query.where('recipient', 'not in', [...busy]))
            .where(noEarlierAwaited(now() + KEPT_IN_ORDER))
            .orderBy('due_at')
            .orderBy('id')
            .limit(most - taken.length)
            // One that is being taken back at this moment is not for taking.
            .$if(locks, (query) => query.forUpdate().skipLocked())
            .execute();
          for (const row of rows) {
            // Two for one person are never on their way at once, so that they arrive in order.
            if (busy.has(row.recipient)) continue;
            busy.add(row.recipient);
            taken.push({ ...notificationOf(row), state: 'sending' });
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

    async nextDue(after) {
      const dues = (await nextDues(store, after)).map(({ dueAt }) => dueAt);
      return dues.length > 0 ? Math.min(...dues) : undefined;
    },

    async recover(inHand = new Set()) {
      const sending = await store.selectFrom('notification').select('id').where('state', '=', 'sending').execute();
      const rows = sending.filter(({ id }) => !inHand.has(id));
      for (const some of inRows(rows)) {
        await note(some.map(({ id }) => ({ id, happening: { kind: 'abandoned', dueAt: now() } })));
      }
      return rows.length;
    },

    async expire(createdBefore, trouble) {
      const rows = await store
        .selectFrom('notification')
        .select(['id', 'doubts'])
        .where('state', 'in', ['waiting', 'queued'])
        .where('created_at', '<', createdBefore)
        .limit(EXPIRED_AT_ONCE)
        .execute();
      return note(
        rows.map((row) => ({
          id: row.id,
          happening: { kind: mayHaveArrived(row) ? 'left in doubt' : 'failed', trouble },
        })),
      );
    },
  };
}

interface Change {
  id: string;
  happening: Happening;
  attempt?: Attempt;
}

/** @param locks whether they have to be locked, in one order for all, so that nobody changes them in between */
async function rowsById(
  store: Store,
  ids: readonly string[],
  locks: boolean,
): Promise<Map<string, Selectable<Schema['notification']>>> {
  const rows = await store
    .selectFrom('notification')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .$if(locks, (query) => query.forUpdate())
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Writes rows that are there already, all in one statement: on PostgreSQL each would else cost a way there and back. Of the
 * ways that both databases know, only an insertion that always conflicts takes other values for each row without casts.
 */
async function updateAll(store: Store, rows: readonly Selectable<Schema['notification']>[]): Promise<void> {
  if (rows.length === 0) return;
  await store
    .insertInto('notification')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(({ ref }) => ({
        state: ref('excluded.state'),
        attempts: ref('excluded.attempts'),
        doubts: ref('excluded.doubts'),
        form: ref('excluded.form'),
        due_at: ref('excluded.due_at'),
        portal_id: ref('excluded.portal_id'),
        trouble_code: ref('excluded.trouble_code'),
        trouble: ref('excluded.trouble'),
        created_at: ref('excluded.created_at'),
        changed_at: ref('excluded.changed_at'),
      })),
    )
    .execute();
}

/** The words of the state stand in the query itself: SQLite uses a partial index only where it can see that it fits. */
function noEarlierAwaited(until: number) {
  return ({ not, exists, selectFrom }: ExpressionBuilder<Schema, 'notification'>) =>
    not(
      exists(
        selectFrom('notification as earlier')
          .select(sql<number>`1`.as('one'))
          .where('earlier.state', '=', sql.lit('waiting'))
          .whereRef('earlier.recipient', '=', 'notification.recipient')
          .whereRef('earlier.lane', '=', 'notification.lane')
          .whereRef('earlier.id', '<', 'notification.id')
          .where('earlier.due_at', '<=', until),
      ),
    );
}

/** A request to thousands is one content for all of them. */
async function withContent(store: Store, taken: readonly Notification[]): Promise<Taken[]> {
  const requests = await store
    .selectFrom('request')
    .select(['id', 'content'])
    .where('id', 'in', [...new Set(taken.map(({ requestId }) => requestId))])
    .execute();
  const contents = new Map(requests.map(({ id, content }) => [id, contentOf(content)]));
  // Without a tag of the sender's no other request has the same.
  const tagged = taken.filter(({ requestId }) => contents.get(requestId)?.tag !== undefined);
  const replaced = await replacedAmong(
    store,
    tagged.map(({ id }) => id),
  );
  return taken.map((notification) => ({
    notification,
    content: contents.get(notification.requestId),
    replaced: replaced.has(notification.id),
  }));
}

function attemptRow(notificationId: string, { at, tookMs, outcome, code, detail }: Attempt) {
  return {
    notification_id: notificationId,
    at,
    took_ms: Math.round(tookMs),
    outcome,
    code: code ?? null,
    detail: detail === undefined ? null : storable(detail),
  };
}
