import { type CompiledQuery, sql } from 'kysely';
import { expect, it } from 'vitest';
import { attention } from '../../../src/outbox/attention.ts';
import { intervene } from '../../../src/outbox/intervention.ts';
import { locksRows, type Store, type StoreAddress } from '../../../src/store/store.ts';
import { emptyOutbox } from '../fixture.ts';

const trouble = { code: 'NOTHING_CREATED', sentence: 'nobody there' };

export function attentionPromises(newStore: () => Promise<StoreAddress>): void {
  it('shows what waits, the longest first, and what failed, the last first, by request and without a word of the text', async () => {
    const { outbox, store, ask, of, take } = await emptyOutbox(await newStore());
    const [first, second, third] = [
      await ask([1, 2, 3, 4, 5], { text: 'first secret' }),
      await ask([6], { sender: 'U2', text: 'second secret' }),
      await ask([7, 8], { text: 'third secret' }),
    ];
    await take(1);
    const { requests } = attention(store);
    expect((await requests('waiting', 10)).map(({ requestId }) => requestId)).toEqual([first, second, third]);
    expect(await requests('failed', 10)).toEqual([]);

    const failing = [...(await of(first)).filter(({ state }) => state === 'queued').slice(0, 2), ...(await of(second))];
    await outbox.note(failing.map(({ id }) => ({ id, happening: { kind: 'failed', trouble } })));
    const failed = await requests('failed', 10);
    expect(failed.map(({ requestId, sender }) => [requestId, sender])).toEqual([
      [second, 'U2'],
      [first, 'U1'],
    ]);
    expect(failed[1]).toMatchObject({ counts: new Map([['failed', 2]]), code: 'NOTHING_CREATED' });
    expect(failed[1]?.names).toHaveLength(2);
    expect(JSON.stringify([failed, await requests('waiting', 10)])).not.toContain('secret');
    const [waiting, other] = await requests('waiting', 10);
    expect(Object.fromEntries(waiting?.counts ?? [])).toEqual({ queued: 2, sending: 1 });
    expect(waiting?.names).toHaveLength(3);
    expect(other?.requestId).toBe(third);
  });

  it('shows them page by page, each request once, also those of one millisecond', async () => {
    const { outbox, store, of } = await emptyOutbox(await newStore());
    const ids: string[] = [];
    for (let one = 0; one < 7; one++) {
      const { id } = await outbox.accept({ ...sameMoment, key: `k${one}` });
      ids.push(id);
      const all = await of(id);
      await outbox.note(all.map((each) => ({ id: each.id, happening: { kind: 'failed', trouble } })));
    }
    const { requests, count } = attention(store);
    const pages = [await requests('failed', 3), await requests('failed', 3, 3), await requests('failed', 3, 6)];
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(new Set(pages.flat().map(({ requestId }) => requestId))).toEqual(new Set(ids));
    expect(await count('failed', 100)).toBe(14);
    expect(await count('failed', 10)).toBe(10);
  });

  it('sets aside what an admin gives up: it fails, its sender is told, and what had failed is shown no longer', async () => {
    const { outbox, store, ask, of } = await emptyOutbox(await newStore());
    const request = await ask([1, 2]);
    const [one, two] = await of(request);
    if (!one || !two) throw new Error('nothing was stored');
    await outbox.note([{ id: one.id, happening: { kind: 'failed', trouble } }]);
    const { requests, oldest } = attention(store);
    expect(await oldest()).toBeDefined();

    await intervene(await of(request), { kind: 'dropped' }, outbox);
    expect((await of(request)).map(({ state, trouble: why }) => [state, why?.code])).toEqual([
      ['failed', 'dropped'],
      ['failed', 'dropped'],
    ]);
    expect(await requests('failed', 10)).toEqual([]);
    expect(await requests('waiting', 10)).toEqual([]);
    expect(await oldest()).toBeUndefined();
    expect(await outbox.untold(10)).toEqual([request]);

    await outbox.noteReport(request, { report: 'told' });
    await intervene(await of(request), { kind: 'dropped' }, outbox);
    expect(await outbox.untold(10)).toEqual([]);
  });

  it('reads no more of the store than it shows, with 9,000 others behind it', async () => {
    const { store } = await emptyOutbox(await newStore());
    await store.transaction().execute(fill);
    // The bot never asks SQLite to look at its tables; PostgreSQL does so by itself.
    if (locksRows(store)) await sql`analyze`.execute(store);
    const plans: string[] = [];
    const queries: CompiledQuery[] = [];
    const watched = store.withPlugin({
      transformQuery: ({ node }) => {
        queries.push(store.getExecutor().compileQuery(node, { queryId: 'plan' }));
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const { requests, count } = attention(watched);
    expect(await requests('failed', 5, 10)).toHaveLength(5);
    expect(await requests('waiting', 5, 10)).toHaveLength(5);
    expect(await count('failed', 100)).toBe(100);
    for (const query of queries) plans.push(await planOf(store, query));
    expect(plans.length).toBeGreaterThan(50);
    for (const plan of plans) expect(plan).not.toMatch(/SCAN (notification|request)\b|Seq Scan on notification/);
  });
}

const sameMoment = {
  team: 'T1',
  sender: 'U1',
  surface: 'command' as const,
  summary: 'x',
  content: { message: 'x', messageOut: 'x', attachedFiles: '', plain: 'x' },
  leftOut: [],
  reply: { user: 'U1' },
  recipients: [
    { recipient: 1, namedAs: 'b24:1' },
    { recipient: 2, namedAs: 'b24:2' },
  ],
};

/** 20 requests that failed and 20 that wait, of 25 notifications each, among 9,000 that were delivered. */
async function fill(store: Store): Promise<void> {
  for (let request = 0; request < 400; request++) {
    const id = `r${String(request).padStart(4, '0')}`;
    const state = request % 20 === 0 ? 'failed' : request % 20 === 1 ? 'waiting' : 'delivered';
    await store
      .insertInto('request')
      .values({
        id,
        key: id,
        team: 'T1',
        sender: 'U1',
        surface: 'command',
        summary: 'x',
        content: '{}',
        left_out: '[]',
        reply: '{"user":"U1"}',
        created_at: request,
        open: 0,
        open_count: 0,
        report: 'told',
        report_claim: 0,
        replies: 0,
        replied_since: 0,
        direct: null,
      })
      .execute();
    const notification = (number: number) => ({
      id: `${id}-${number}`,
      request_id: id,
      recipient: number,
      named_as: `b24:${number}`,
      tag: `${id}:${number}`,
      state,
      attempts: 0,
      doubts: 0,
      form: 'whole',
      lane: 1,
      due_at: request,
      portal_id: null,
      trouble_code: state === 'failed' ? 'X' : null,
      trouble: null,
      created_at: request,
      changed_at: request,
    });
    await store
      .insertInto('notification')
      .values(Array.from({ length: 25 }, (_, number) => notification(number)))
      .execute();
  }
}

async function planOf(store: Store, query: CompiledQuery): Promise<string> {
  const explain = locksRows(store) ? 'explain ' : 'explain query plan ';
  const { rows } = await store.executeQuery<Record<string, unknown>>({ ...query, sql: `${explain}${query.sql}` });
  return rows.map((row) => Object.values(row).join(' ')).join('\n');
}
