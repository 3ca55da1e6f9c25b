import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dispatcher } from '../../src/delivery/dispatcher.ts';
import type { LeasePort } from '../../src/delivery/leader.ts';
import type { PortalPort } from '../../src/delivery/portal-port.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { connectStore } from '../../src/store/store.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const never = () => new Promise<never>(() => {});
const idle: PortalPort = { send: async () => new Map(), probe: async () => ({ kind: 'works' }), takeBack: never };
const alone: LeasePort = { hold: async () => Number.POSITIVE_INFINITY, release: async () => {} };

/** A dispatcher over a store in memory; `hangs` is the question of the outbox that is never answered. */
async function dispatching({ lease = alone, hangs }: { lease?: LeasePort; hangs?: 'take' | 'nextDue' } = {}) {
  const store = await connectStore({ kind: 'sqlite', path: ':memory:' });
  const outbox = createOutbox(store);
  const dispatcher = new Dispatcher({
    outbox: { ...outbox, ...(hangs && { [hangs]: never }) },
    portal: idle,
    lease,
    rate: { perSecond: 2, burst: 50, concurrency: 10 },
    deliveryTtl: 3_600_000,
    onChanged: () => {},
    onTrouble: () => {},
  });
  return dispatcher;
}

describe('a dispatcher', () => {
  it('that has nothing to do is not in trouble, however long', async () => {
    const dispatcher = await dispatching();
    await dispatcher.start();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(dispatcher.trouble()).toBeUndefined();
  });

  it.each(['take', 'nextDue'] as const)(
    'that waits for ever for the store (%s) shows it within 30 s',
    async (hangs) => {
      const dispatcher = await dispatching({ hangs });
      await dispatcher.start();
      await vi.advanceTimersByTimeAsync(30_000);
      expect(dispatcher.trouble()).toBe('delivery has shown no sign of life');
    },
  );

  it('that gets no answer about the lease shows it within 30 s', async () => {
    const dispatcher = await dispatching({ lease: { ...alone, hold: never } });
    void dispatcher.start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(dispatcher.trouble()).toBe('the database does not answer who delivers');
  });

  it('of a copy that does not deliver is not in trouble', async () => {
    const dispatcher = await dispatching({ lease: { ...alone, hold: async () => undefined } });
    await dispatcher.start();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(dispatcher.leading).toBe(false);
    expect(dispatcher.trouble()).toBeUndefined();
  });
});
