import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { LedTakeBack } from '../../src/delivery/led-take-back.ts';
import type { TakenBack } from '../../src/delivery/portal-port.ts';
import type { Notification } from '../../src/outbox/notification.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { takeBacks } from '../../src/outbox/take-backs.ts';
import { connectStore } from '../../src/store/store.ts';
import { requestTo, secondCopy } from '../outbox/fixture.ts';
import { onEachDatabase } from '../store/each-database.ts';

const REFUSED: TakenBack = {
  kind: 'failed',
  failure: 'not sent',
  code: 'SILENT',
  sentence: 'No answer.',
};

onEachDatabase((newStore) => {
  /** Two copies of the bot on one store, and a portal that notes which of them removes what. */
  async function copies() {
    const address = await newStore();
    const store = await connectStore(address);
    onTestFinished(() => store.destroy());
    const removedBy: [copy: string, recipients: number[]][] = [];
    const troubles: unknown[] = [];
    let answer: (notification: Notification) => TakenBack = () => ({ kind: 'taken back' });
    const copyOf = async (name: string, leading: boolean) => {
      const own = name === 'one' ? store : await secondCopy(address, store);
      const delivery = {
        leading,
        async takeBack(notifications: readonly Notification[]) {
          removedBy.push([name, notifications.map(({ recipient }) => recipient)]);
          return new Map(notifications.map((notification) => [notification.id, answer(notification)]));
        },
        holding: <T>(_: readonly number[], work: () => Promise<T>) => work(),
      };
      const led = new LedTakeBack({
        outbox: createOutbox(own),
        takeBacks: takeBacks(own),
        delivery,
        onTrouble: (error) => troubles.push(error),
      });
      led.start();
      onTestFinished(() => led.stop());
      return { delivery, led };
    };
    const one = await copyOf('one', true);
    const two = await copyOf('two', false);
    const outbox = createOutbox(store);
    return {
      store,
      outbox,
      one,
      two,
      removedBy,
      troubles,
      answers(given: typeof answer) {
        answer = given;
      },
      async delivered(recipients: readonly number[]) {
        const { id } = await outbox.accept(requestTo(recipients));
        const taken = await outbox.take(50, new Set());
        await outbox.note(
          taken.map(({ notification }, index) => ({
            id: notification.id,
            happening: { kind: 'delivered', portalId: 4000 + index },
          })),
        );
        return id;
      },
    };
  }

  const recipientsOf = (notifications: readonly Notification[]) => notifications.map(({ recipient }) => recipient);

  it('is done by the copy that delivers, whichever is asked', async () => {
    const { store, one, two, delivered, removedBy } = await copies();
    const [first, second] = [await delivered([12, 13]), await delivered([14])];
    expect(recipientsOf((await two.led.takeBack(first)).cancelled)).toEqual([12, 13]);
    expect(recipientsOf((await one.led.takeBack(second)).cancelled)).toEqual([14]);
    expect(removedBy).toEqual([
      ['one', [12, 13]],
      ['one', [14]],
    ]);
    expect(await store.selectFrom('take_back').selectAll().execute()).toEqual([]);
  });

  it('tells the copy that was asked all that came of it', async () => {
    const { two, outbox, delivered, answers } = await copies();
    const request = await delivered([12, 13]);
    answers(({ recipient }) => (recipient === 13 ? REFUSED : { kind: 'gone' }));
    const { cancelled, kept } = await two.led.takeBack(request);
    expect(recipientsOf(cancelled)).toEqual([12]);
    expect(kept).toMatchObject([{ notification: { recipient: 13, state: 'delivered' }, why: 'No answer.' }]);
    expect((await outbox.status(request))?.notifications).toMatchObject([
      { state: 'cancelled' },
      { state: 'delivered' },
    ]);
  });

  it('is done by the copy that was asked once that one delivers', async () => {
    const { one, two, delivered, removedBy } = await copies();
    const request = await delivered([12]);
    one.delivery.leading = false;
    const asked = two.led.takeBack(request);
    two.delivery.leading = true;
    expect(recipientsOf((await asked).cancelled)).toEqual([12]);
    expect(removedBy).toEqual([['two', [12]]]);
  });

  it('is given up by a copy that stops, and what nobody waits for is not done later', async () => {
    const { store, one, two, delivered, removedBy } = await copies();
    const request = await delivered([12]);
    one.delivery.leading = false;
    const asked = two.led.takeBack(request);
    await vi.waitUntil(async () => (await store.selectFrom('take_back').selectAll().execute()).length === 1);
    await two.led.stop();
    await expect(asked).rejects.toThrow('did not say whether it took the request back');
    one.delivery.leading = true;
    const next = await delivered([13]);
    await one.led.takeBack(next);
    expect(removedBy).toEqual([['one', [13]]]);
  });
});

describe('what is asked of the copy that delivers', () => {
  it('is not begun once the time of whoever asked is over', async () => {
    const store = await connectStore({ kind: 'sqlite', path: ':memory:' });
    onTestFinished(() => store.destroy());
    let now = 1000;
    const asked = takeBacks(store, () => now);
    await asked.ask('request', 2000);
    expect(await asked.asked()).toMatchObject([{ requestId: 'request' }]);
    now = 2000;
    expect(await asked.asked()).toEqual([]);
    now = 2001;
    const id = await asked.ask('another', 3000);
    expect(await store.selectFrom('take_back').select('id').execute()).toEqual([{ id }]);
  });
});
