import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dispatcher } from '../../src/delivery/dispatcher.ts';
import type { LeasePort } from '../../src/delivery/leader.ts';
import type { PortalPort } from '../../src/delivery/portal-port.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { connectStore } from '../../src/store/store.ts';
import { requestTo } from '../outbox/fixture.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const LIFE = 10_000;

/** Two copies of the bot on one store and one lease; the first one's line to the database can stop answering. */
async function twoCopies() {
  const store = await connectStore({ kind: 'sqlite', path: ':memory:' });
  const outbox = createOutbox(store);
  let heldBy: string | undefined;
  let until = 0;
  const lease = (name: string): LeasePort => ({
    async hold() {
      await line[name]?.promise;
      if (heldBy !== name && until > Date.now()) return undefined;
      heldBy = name;
      until = Date.now() + LIFE;
      return until;
    },
    async release() {
      if (heldBy === name) until = 0;
    },
  });
  const line: Record<string, PromiseWithResolvers<void> | undefined> = {};
  let when: 'before the work' | 'after the work' = 'after the work';
  const sent: [copy: string, text: string][] = [];
  const copyOf = (name: string) => {
    const portal: PortalPort = {
      async send(notifications) {
        sent.push(...notifications.map(({ content }): [string, string] => [name, content.message]));
        return new Map(notifications.map(({ key }, index) => [key, { kind: 'created', portalId: 4000 + index }]));
      },
      probe: async () => ({ kind: 'works' }),
      takeBack: async () => new Map(),
    };
    return new Dispatcher({
      outbox: {
        ...outbox,
        // Stored, and its answer is lost.
        accept: async (...request) => {
          const accepted = await outbox.accept(...request);
          if (line[name]) throw new Error('the database has not answered');
          return accepted;
        },
        take: async (...most) => {
          if (when === 'before the work') await line[name]?.promise;
          const taken = await outbox.take(...most);
          await line[name]?.promise;
          return taken;
        },
      },
      portal,
      lease: lease(name),
      lookEvery: 300,
      rate: { perSecond: 2, burst: 50, concurrency: 10 },
      deliveryTtl: 3_600_000,
      onChanged: () => {},
      onTrouble: () => {},
    });
  };
  return {
    store,
    outbox,
    sent,
    one: copyOf('one'),
    two: copyOf('two'),
    /**
     * The database stops answering the first copy, before or after it does what it is asked.
     * @returns what lets all those answers through at once
     */
    silence(then: typeof when = 'after the work') {
      when = then;
      const silent = Promise.withResolvers<void>();
      line.one = silent;
      return () => {
        line.one = undefined;
        silent.resolve();
      };
    },
  };
}

describe('of two copies', () => {
  it('the one whose database fell silent sends nothing after the other took over', async () => {
    const { outbox, sent, one, two, silence } = await twoCopies();
    await one.start();
    await two.start();
    expect([one.leading, two.leading]).toEqual([true, false]);
    const heal = silence();
    const { id } = await outbox.accept(requestTo([12], { text: 'once' }));
    one.wake();
    await vi.advanceTimersByTimeAsync(8500);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(8000);
    expect([one.leading, two.leading]).toEqual([false, true]);
    expect(sent).toEqual([['two', 'once']]);
    heal();
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual([['two', 'once']]);
    expect((await outbox.status(id))?.notifications).toMatchObject([{ state: 'delivered' }]);
    expect([one.leading, two.leading]).toEqual([false, true]);
  });

  it('the one that takes a notification too late gives it back at no cost, for the one that delivers now', async () => {
    const { store, outbox, sent, one, two, silence } = await twoCopies();
    await one.start();
    await two.start();
    const heal = silence('before the work');
    await vi.advanceTimersByTimeAsync(15_000);
    expect([one.leading, two.leading]).toEqual([false, true]);
    const { id } = await outbox.accept(requestTo([12], { text: 'kept' }));
    heal();
    await vi.waitUntil(() => sent.length > 0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual([['two', 'kept']]);
    const tries = await store.selectFrom('attempt').select('outcome').orderBy('at').execute();
    expect(tries.map(({ outcome }) => outcome)).toEqual(['turn lost', 'created']);
    expect((await outbox.status(id))?.notifications).toMatchObject([{ state: 'delivered', attempts: 0, doubts: 0 }]);
  });

  it('the one that delivers sends what was stored although its answer was lost', async () => {
    const { outbox, sent, one, silence } = await twoCopies();
    await one.start();
    await vi.advanceTimersByTimeAsync(1000);
    const heal = silence();
    await expect(one.accept(requestTo([12], { text: 'stored' }))).rejects.toThrow('has not answered');
    heal();
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent).toEqual([['one', 'stored']]);
    const [request] = await outbox.history('T1', 'U1', 10);
    expect(request?.counts.get('delivered')).toBe(1);
    await one.stop();
  });
});
