import { expect, it } from 'vitest';
import type { StoreAddress } from '../../../src/store/store.ts';
import { emptyOutbox } from '../fixture.ts';

const DAY = 24 * 3_600_000;

export function ledgerPromises(newStore: () => Promise<StoreAddress>): void {
  it("shows a sender's own requests, the newest first, with how they stand", async () => {
    const { outbox, ask, of } = await emptyOutbox(await newStore());
    const first = await ask([1, 2], { text: 'first', leftOut: [{ what: '@boris', why: 'not linked.' }] });
    const second = await ask([3], { text: 'second' });
    await ask([4], { sender: 'U2' });
    await ask([4], { team: 'T2' });
    const [{ id } = { id: '' }] = await of(first);
    await outbox.note([{ id, happening: { kind: 'cancelled' } }]);
    const history = await outbox.history('T1', 'U1', 10);
    expect(history.map(({ id: request, summary }) => [request, summary])).toEqual([
      [second, 'second'],
      [first, 'first'],
    ]);
    expect([...(history[1]?.counts ?? [])].sort()).toEqual([
      ['cancelled', 1],
      ['queued', 1],
    ]);
    expect(history[1]?.leftOut).toEqual([{ what: '@boris', why: 'not linked.' }]);
    expect(await outbox.history('T1', 'U1', 1)).toHaveLength(1);
    expect((await outbox.history('T1', 'U1', 1, 1)).map(({ id: request }) => request)).toEqual([first]);
    expect(history[1]?.few.map(({ namedAs, state }) => [namedAs, state])).toEqual([
      ['@person-1', 'cancelled'],
      ['@person-2', 'queued'],
    ]);
    expect(await outbox.history('T1', 'U9', 10)).toEqual([]);
  });

  it('shows each of a few people in the history, and of many only how they stand', async () => {
    const { outbox, ask } = await emptyOutbox(await newStore());
    await ask([1, 2, 3, 4, 5]);
    const [many] = await outbox.history('T1', 'U1', 10);
    expect(many?.few).toEqual([]);
    expect([...(many?.counts ?? [])]).toEqual([['queued', 5]]);
  });

  it('knows the last request of a sender', async () => {
    const { outbox, ask } = await emptyOutbox(await newStore());
    expect(await outbox.lastOf('T1', 'U1')).toBeUndefined();
    await ask([1]);
    const last = await ask([1]);
    await ask([1], { sender: 'U2' });
    expect(await outbox.lastOf('T1', 'U1')).toBe(last);
  });

  it('knows nothing of a request that is not there', async () => {
    const { outbox } = await emptyOutbox(await newStore());
    expect(await outbox.status('nobody')).toBeUndefined();
  });

  it('knows whether a newer notification with the same tag has taken its place', async () => {
    const { outbox, ask, of } = await emptyOutbox(await newStore());
    const content = { message: 'x', messageOut: 'x', attachedFiles: '', plain: 'x', tag: 'deploy' };
    const [older] = await of(await ask([1], { content }));
    if (!older) throw new Error('nothing was stored');
    await outbox.take(50, new Set());
    await outbox.note([{ id: older.id, happening: { kind: 'delivered', portalId: 1 } }]);
    expect(await outbox.replaced(older)).toBe(false);
    const [newer] = await of(await ask([1], { content }));
    expect(await outbox.replaced(older)).toBe(false);
    await outbox.take(50, new Set());
    expect(await outbox.replaced(older)).toBe(true);
    if (!newer) throw new Error('nothing was stored');
    expect(await outbox.replaced(newer)).toBe(false);
  });

  it('forgets what is finished and old, with all its lines, and nothing that is still open', async () => {
    const { outbox, store, clock, ask, of } = await emptyOutbox(await newStore());
    const finished = await ask([1]);
    const open = await ask([2]);
    const [{ id } = { id: '' }] = await of(finished);
    const attempt = { at: clock.now(), tookMs: 1, outcome: 'created' };
    await outbox.note([{ id, happening: { kind: 'cancelled' }, attempt }]);
    clock.pass(30 * DAY);
    const young = await ask([]);
    expect(await outbox.forget(clock.now() - 30 * DAY + 1)).toBe(1);
    expect(await outbox.status(finished)).toBeUndefined();
    expect(await store.selectFrom('attempt').selectAll().execute()).toEqual([]);
    expect(await of(open)).toHaveLength(1);
    expect(await outbox.status(young)).toBeDefined();
  });

  it('gives others their turn while it forgets a lot', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    for (let count = 0; count < 401; count++) await ask([]);
    clock.pass(DAY);
    let turns = 0;
    const turn = () => {
      turns += 1;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    expect(await outbox.forget(clock.now())).toBe(401);
    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(3);
  });
}
