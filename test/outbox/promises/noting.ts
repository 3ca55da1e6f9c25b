import { expect, it } from 'vitest';
import { createOutbox } from '../../../src/outbox/sql-outbox.ts';
import type { StoreAddress } from '../../../src/store/store.ts';
import { type EmptyOutbox, emptyOutbox, secondCopy } from '../fixture.ts';

const trouble = { code: 'CODE', sentence: 'The portal said no.' };
const HOUR = 3_600_000;

export function notingPromises(newStore: () => Promise<StoreAddress>): void {
  it('keeps the outcome and a line for each try', async () => {
    const { outbox, store, clock, ask, of } = await emptyOutbox(await newStore());
    const id = await ask([12]);
    await takeAll({ outbox });
    const [notification] = await of(id);
    const attempt = { at: clock.now(), tookMs: 41.6, outcome: 'failed', code: 'CODE', detail: 'why\0' };
    const changed = await outbox.note([
      { id: notification?.id ?? '', happening: { kind: 'delivered', portalId: 77 }, attempt },
    ]);
    expect(changed).toEqual(await of(id));
    expect(changed[0]).toMatchObject({ state: 'delivered', portalId: 77 });
    const lines = await store.selectFrom('attempt').selectAll().execute();
    expect(lines).toEqual([
      {
        notification_id: notification?.id,
        at: clock.now(),
        took_ms: 42,
        outcome: 'failed',
        code: 'CODE',
        detail: 'why',
      },
    ]);
  });

  it('notes a try even where it changed nothing any more', async () => {
    const { outbox, store, clock, ask, of } = await emptyOutbox(await newStore());
    const request = await ask([12]);
    const [notification] = await of(request);
    const id = notification?.id ?? '';
    await outbox.note([{ id, happening: { kind: 'cancelled' } }]);
    const attempt = { at: clock.now(), tookMs: 1, outcome: 'created' };
    expect(await outbox.note([{ id, happening: { kind: 'delivered', portalId: 1 }, attempt }])).toEqual([]);
    expect(await store.selectFrom('attempt').select('outcome').execute()).toEqual([{ outcome: 'created' }]);
  });

  it('notes all or nothing', async () => {
    const { outbox, clock, ask, of } = await emptyOutbox(await newStore());
    const id = await ask([1, 2]);
    const taken = await takeAll({ outbox });
    const attempt = { at: clock.now(), tookMs: Number.NaN, outcome: 'created' };
    const changes = taken.map((one) => ({ id: one, happening: { kind: 'delivered', portalId: 1 } as const, attempt }));
    await expect(outbox.note(changes)).rejects.toThrow();
    expect((await of(id)).map(({ state }) => state)).toEqual(['sending', 'sending']);
  });

  it('takes a trouble with characters that databases refuse', async () => {
    const { outbox, ask, of } = await emptyOutbox(await newStore());
    const id = await ask([1]);
    const [taken] = await takeAll({ outbox });
    await outbox.note([
      { id: taken ?? '', happening: { kind: 'failed', trouble: { code: 'A\0B', sentence: 'x\0\ud83d' } } },
    ]);
    expect((await of(id))[0]?.trouble).toEqual({ code: 'AB', sentence: 'x\ufffd' });
  });

  it('ignores what it does not know', async () => {
    const { outbox } = await emptyOutbox(await newStore());
    expect(await outbox.note([])).toEqual([]);
    const attempt = { at: 1, tookMs: 1, outcome: 'created' };
    expect(await outbox.note([{ id: 'nobody', happening: { kind: 'cancelled' }, attempt }])).toEqual([]);
  });

  it('keeps a request open until its last notification has ended, and opens it when one is sent again', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    const id = await ask([1, 2]);
    const [first = '', second = ''] = await takeAll({ outbox });
    await outbox.note([{ id: first, happening: { kind: 'delivered', portalId: 1 } }]);
    expect(await outbox.untold(10)).toEqual([]);
    await outbox.note([{ id: second, happening: { kind: 'failed', trouble } }]);
    expect(await outbox.untold(10)).toEqual([id]);
    await outbox.note([{ id: second, happening: { kind: 'sent again', dueAt: clock.now() } }]);
    expect(await outbox.untold(10)).toEqual([]);
  });

  it('closes a request whose last two notifications end at the same moment', async () => {
    const address = await newStore();
    const { outbox, ask, store } = await emptyOutbox(address);
    const other = createOutbox(await secondCopy(address, store));
    for (let round = 0; round < 20; round++) {
      const id = await ask([1, 2]);
      const [first = '', second = ''] = await takeAll({ outbox });
      await Promise.all([
        outbox.note([{ id: first, happening: { kind: 'delivered', portalId: 1 } }]),
        other.note([{ id: second, happening: { kind: 'delivered', portalId: 2 } }]),
      ]);
      const row = await store.selectFrom('request').select('open').where('id', '=', id).executeTakeFirstOrThrow();
      expect(row.open).toBe(0);
    }
  });

  it('is taken or taken back, never both, when both happen at the same moment', async () => {
    const address = await newStore();
    const { outbox, store, ask, of } = await emptyOutbox(address);
    const other = createOutbox(await secondCopy(address, store));
    for (let round = 0; round < 20; round++) {
      const request = await ask([1]);
      const [{ id } = { id: '' }] = await of(request);
      const [taken, cancelled] = await Promise.all([
        outbox.take(50, new Set()),
        other.note([{ id, happening: { kind: 'cancelled' } }]),
      ]);
      expect(taken.length + cancelled.length).toBe(1);
      await outbox.note(
        taken.map(({ notification }) => ({ id: notification.id, happening: { kind: 'delivered', portalId: 1 } })),
      );
    }
  });

  it('gives up what is too old, saying so, and leaves in doubt what may have arrived', async () => {
    const { outbox, clock, ask, of } = await emptyOutbox(await newStore());
    const doubtful = await ask([1]);
    await outbox.take(50, new Set());
    await outbox.recover();
    const old = await ask([2]);
    clock.pass(24 * HOUR + 2);
    const young = await ask([3]);
    const tooOld = { code: 'too_old', sentence: 'Too late.' };
    const expired = await outbox.expire(clock.now() - 24 * HOUR, tooOld);
    expect(expired.map(({ recipient }) => recipient).sort()).toEqual([1, 2]);
    expect((await of(doubtful))[0]).toMatchObject({ state: 'unknown', trouble: tooOld });
    expect((await of(old))[0]).toMatchObject({ state: 'failed', trouble: tooOld });
    expect((await of(young))[0]?.state).toBe('queued');
    expect(await outbox.expire(clock.now() - 24 * HOUR, tooOld)).toEqual([]);
    expect(await outbox.untold(10)).toEqual([doubtful, old]);
  });
}

async function takeAll({ outbox }: Pick<EmptyOutbox, 'outbox'>): Promise<string[]> {
  return (await outbox.take(50, new Set())).map(({ notification }) => notification.id);
}
