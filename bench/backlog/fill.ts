import { type RawBuilder, sql } from 'kysely';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import type { Store } from '../../src/store/store.ts';
import { PLAIN_TEXT, TEXT } from '../delivery/contender.ts';

/** How the rows came to be: as one request to everybody, or as many requests to one person each. */
export type Shape = 'one large request' | 'small requests';

/** People who small requests go to, again and again. */
const PEOPLE = 5000;
/** Rows of one statement: no statement may take as long as PostgreSQL is allowed here. */
const AT_ONCE = 50_000;
/** More than the largest backlog, so that everything is due already and sorts in the order of its making. */
const AGE_MS = 2_000_000;

/** A request like any other, stored by the outbox itself. @param size its recipients */
export function acceptOne(outbox: Outbox, key: string, size: number) {
  return outbox.accept({
    key,
    team: 'T012ABCDEF',
    sender: 'U012ABCDEF',
    surface: 'command',
    summary: 'The release of api-gateway 4.2.1 is out',
    content: { message: TEXT, messageOut: PLAIN_TEXT, attachedFiles: '', plain: PLAIN_TEXT },
    leftOut: [],
    reply: { user: 'U012ABCDEF', responseUrl: 'https://hooks.slack.com/commands/T012ABCDEF/1/x' },
    recipients: Array.from({ length: size }, (_, index) => ({ recipient: 1 + index, namedAs: `b24:${1 + index}` })),
  });
}

/**
 * Fills an empty store with so many queued notifications, by copying what the outbox wrote: rows of a real backlog, in seconds.
 */
export async function fill(store: Store, shape: Shape, count: number): Promise<void> {
  const template = await templateOf(store, shape);
  for (let first = 0; first < count; first += AT_ONCE) {
    const last = Math.min(first + AT_ONCE, count) - 1;
    if (shape === 'small requests') {
      await copy(store, 'request', template.request, first, last, {
        id: numbered('t.id'),
        key: sql`t.key || cast(n.i as text)`,
        created_at: moment('t.created_at'),
      });
    }
    await copy(store, 'notification', template.notification, first, last, {
      id: numbered('t.id'),
      ...(shape === 'small requests' && { request_id: numbered('t.request_id') }),
      recipient: shape === 'small requests' ? sql`1000 + n.i % ${sql.lit(PEOPLE)}` : sql`1000 + n.i`,
      tag: sql`t.tag || cast(n.i as text)`,
      due_at: moment('t.due_at'),
      created_at: moment('t.created_at'),
    });
  }
  if (shape === 'one large request')
    await store.updateTable('request').set({ open_count: count }).where('id', '=', template.request).execute();
  // As the databases do by themselves after so many changes.
  await sql`ANALYZE`.execute(store);
}

/** The request and a notification of it that all others are copies of; both are out of the queue themselves. */
async function templateOf(store: Store, shape: Shape): Promise<{ request: string; notification: string }> {
  const size = shape === 'small requests' ? 1 : 20;
  const { id: request } = await acceptOne(createOutbox(store), `template of ${shape}`, size);
  await store.updateTable('notification').set({ state: 'cancelled' }).where('request_id', '=', request).execute();
  const { id: notification } = await store
    .selectFrom('notification')
    .select('id')
    .where('request_id', '=', request)
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { request, notification };
}

/** Copies a row as often as there are numbers from `first` to `last`, with these columns made from the number `n.i`. */
async function copy(
  store: Store,
  table: 'request' | 'notification',
  template: string,
  first: number,
  last: number,
  changed: Record<string, RawBuilder<unknown>>,
): Promise<void> {
  const row = await store.selectFrom(table).selectAll().where('id', '=', template).executeTakeFirstOrThrow();
  const columns = Object.keys(row);
  const values: Record<string, RawBuilder<unknown>> = {
    ...changed,
    ...(table === 'notification' && { state: sql`'queued'` }),
  };
  await sql`
    WITH RECURSIVE n(i) AS (SELECT ${sql.lit(first)} UNION ALL SELECT i + 1 FROM n WHERE i < ${sql.lit(last)})
    INSERT INTO ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    SELECT ${sql.join(columns.map((column) => values[column] ?? sql.ref(`t.${column}`)))}
    FROM n, ${sql.table(table)} AS t WHERE t.id = ${template}`.execute(store);
}

/** An id that sorts by its number, as the outbox's own ids sort by age. */
function numbered(column: string): RawBuilder<unknown> {
  return sql`substr(${sql.ref(column)}, 1, 10) || cast(10000000 + n.i as text) || 'backlog0'`;
}

function moment(column: string): RawBuilder<unknown> {
  return sql`${sql.ref(column)} - ${sql.lit(AGE_MS)} + n.i`;
}
