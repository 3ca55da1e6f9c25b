import { expect, it } from 'vitest';
import type { StoreAddress } from '../../../src/store/store.ts';
import { emptyOutbox } from '../fixture.ts';

const CREW = Array.from({ length: 11 }, (_, index) => 100 + index);
const trouble = { code: 'CODE', sentence: 'No.' };

export function takingPromises(newStore: () => Promise<StoreAddress>): void {
  it('takes small requests before large ones, and the oldest first', async () => {
    const { ask, take } = await emptyOutbox(await newStore());
    await ask(CREW);
    await ask([2]);
    await ask([1]);
    expect(await take()).toEqual([2, 1, ...CREW]);
  });

  it('takes only the small ones when asked for them', async () => {
    const { ask, take } = await emptyOutbox(await newStore());
    await ask(CREW);
    await ask([1]);
    expect(await take(50, [], 'small')).toEqual([1]);
    expect(await take(50, [], 'small')).toEqual([]);
  });

  it('takes no more than it is asked to', async () => {
    const { ask, take } = await emptyOutbox(await newStore());
    await ask([1, 2, 3]);
    expect(await take(2)).toEqual([1, 2]);
    expect(await take(2)).toEqual([3]);
    expect(await take(0)).toEqual([]);
  });

  it('never takes two for one person, nor one for somebody who is being sent another', async () => {
    const { ask, take } = await emptyOutbox(await newStore());
    await ask([1]);
    await ask([1]);
    await ask([2]);
    expect(await take(50, [2])).toEqual([1]);
    expect(await take(50, [1])).toEqual([2]);
    expect(await take()).toEqual([1]);
  });

  it('takes what it has taken only once', async () => {
    const { ask, take, of } = await emptyOutbox(await newStore());
    const id = await ask([1]);
    expect(await take()).toEqual([1]);
    expect(await take()).toEqual([]);
    expect((await of(id)).map(({ state }) => state)).toEqual(['sending']);
  });

  it('leaves what is not due yet', async () => {
    const { outbox, clock, ask, take } = await emptyOutbox(await newStore());
    await ask([1]);
    const [taken] = await outbox.take(1, new Set());
    const dueAt = clock.now() + 60_000;
    const id = taken?.notification.id ?? '';
    await outbox.note([{ id, happening: { kind: 'postponed', dueAt, cost: 'attempt', trouble } }]);
    expect(await take()).toEqual([]);
    expect(await outbox.nextDue()).toBe(dueAt);
    clock.pass(60_000);
    expect(await take()).toEqual([1]);
  });

  it("keeps a person's notifications in order while the earlier one is tried again soon", async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    const first = await ask([1]);
    const [taken] = await outbox.take(1, new Set());
    const dueAt = clock.now() + 2000;
    const id = taken?.notification.id ?? '';
    await outbox.note([{ id, happening: { kind: 'postponed', dueAt, cost: 'attempt', trouble } }]);
    const second = await ask([1]);
    await ask([2]);
    expect((await outbox.take(50, new Set())).map(({ notification }) => notification.recipient)).toEqual([2]);
    expect(await outbox.nextDue(clock.now())).toBe(dueAt);
    clock.pass(2000);
    const requests = async () => (await outbox.take(50, new Set())).map(({ notification }) => notification.requestId);
    expect(await requests()).toEqual([first]);
    expect(await requests()).toEqual([second]);
  });

  it('lets later ones go ahead of one that waits long', async () => {
    const { outbox, clock, ask, take } = await emptyOutbox(await newStore());
    await ask([1]);
    const [taken] = await outbox.take(1, new Set());
    const id = taken?.notification.id ?? '';
    const happening = { kind: 'postponed', dueAt: clock.now() + 300_000, cost: 'attempt', trouble } as const;
    await outbox.note([{ id, happening }]);
    await ask([1]);
    expect(await take()).toEqual([1]);
  });

  it('sends what an ended process left behind before what came later for the same person', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    const first = await ask([1]);
    await outbox.take(1, new Set());
    const second = await ask([1]);
    expect(await outbox.recover()).toBe(1);
    clock.pass(1);
    const requests = async () => (await outbox.take(1, new Set())).map(({ notification }) => notification.requestId);
    expect(await requests()).toEqual([first]);
    expect(await requests()).toEqual([second]);
  });

  it('puts back nothing that this process has in hand', async () => {
    const { outbox, ask, of } = await emptyOutbox(await newStore());
    const id = await ask([1, 2]);
    const [mine] = await outbox.take(50, new Set());
    expect(await outbox.recover(new Set([mine?.notification.id ?? '']))).toBe(1);
    expect((await of(id)).map(({ state, doubts }) => [state, doubts])).toEqual([
      ['sending', 0],
      ['waiting', 1],
    ]);
  });

  it('says which have had their place taken by a newer one with the same tag', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    const content = { message: 'x', messageOut: 'x', attachedFiles: '', plain: 'x', tag: 'deploy' };
    await ask([1], { content });
    const [older] = await outbox.take(1, new Set());
    const id = older?.notification.id ?? '';
    const happening = { kind: 'postponed', dueAt: clock.now() + 60_000, cost: 'attempt', trouble } as const;
    await outbox.note([{ id, happening }]);
    await ask([1], { content });
    const [newer] = await outbox.take(1, new Set());
    expect(newer?.replaced).toBe(false);
    await outbox.note([{ id: newer?.notification.id ?? '', happening: { kind: 'delivered', portalId: 5 } }]);
    clock.pass(60_000);
    const [again] = await outbox.take(1, new Set());
    expect(again).toMatchObject({ notification: { id }, replaced: true });
  });

  it('hands out what has damaged content, without it, and the good ones beside it', async () => {
    const { outbox, store, ask } = await emptyOutbox(await newStore());
    const damaged = await ask([1]);
    await ask([2]);
    await store.updateTable('request').set({ content: '{"message":' }).where('id', '=', damaged).execute();
    const taken = await outbox.take(50, new Set());
    expect(taken.map(({ content }) => content?.message)).toEqual([undefined, 'hello']);
    expect((await outbox.status(damaged))?.request.content).toBeUndefined();
  });

  it('says when the next one is due, and nothing when none waits', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    expect(await outbox.nextDue()).toBeUndefined();
    await ask(CREW);
    expect(await outbox.nextDue()).toBe(clock.now());
    expect(await outbox.nextDue(clock.now())).toBeUndefined();
  });
}
