import { describe, expect, it } from 'vitest';
import { senderPace } from '../../src/requests/sender-pace.ts';
import { emptyOutbox, requestTo } from '../outbox/fixture.ts';
import { onEachDatabase } from '../store/each-database.ts';

describe('what a sender asked for within the last minute', () => {
  onEachDatabase((newStore) => {
    it('counts from the moment at which it comes, before it is stored', async () => {
      const { outbox, clock } = await emptyOutbox(await newStore());
      const pace = senderPace(outbox, { shared: false, now: clock.now });
      const atOnce = [1, 2, 3].map(() => pace.count('T1', 'U1'));
      expect(await Promise.all(atOnce.map((one) => one.before()))).toEqual([0, 1, 2]);
      expect(await pace.count('T1', 'U2').before()).toBe(0);
      expect(await pace.count('T2', 'U1').before()).toBe(0);
    });

    it('counts no longer once it is taken back, or a minute old', async () => {
      const { outbox, clock } = await emptyOutbox(await newStore());
      const pace = senderPace(outbox, { shared: false, now: clock.now });
      const refused = pace.count('T1', 'U1');
      await refused.before();
      clock.pass(1000);
      pace.count('T1', 'U1');
      refused.takeBack();
      refused.takeBack();
      clock.pass(58_999);
      expect(await pace.count('T1', 'U1').before()).toBe(1);
      clock.pass(1001);
      expect(await pace.count('T1', 'U1').before()).toBe(1);
      clock.pass(60_000);
      expect(await pace.count('T1', 'U1').before()).toBe(0);
    });

    it('has what was stored before a restart, for as long as it would have counted', async () => {
      const { outbox, clock, ask } = await emptyOutbox(await newStore());
      await ask([12]);
      clock.pass(30_000);
      await ask([12]);
      const afterRestart = senderPace(outbox, { shared: false, now: clock.now });
      const atOnce = [afterRestart.count('T1', 'U1'), afterRestart.count('T1', 'U1')];
      expect(await Promise.all(atOnce.map((one) => one.before()))).toEqual([2, 3]);
      clock.pass(30_001);
      expect(await afterRestart.count('T1', 'U1').before()).toBe(3);
    });

    it('has what another copy stored, and what is still on its way here', async () => {
      const { outbox, clock, ask } = await emptyOutbox(await newStore());
      const pace = senderPace(outbox, { shared: true, now: clock.now });
      const first = pace.count('T1', 'U1');
      expect(await first.before()).toBe(0);
      await outbox.accept(requestTo([12]));
      await ask([12]);
      expect(await pace.count('T1', 'U1').before()).toBe(2);
      expect(await pace.count('T1', 'U1').before()).toBe(2);
      expect(await pace.count('T1', 'U1').before()).toBe(3);
    });
  });

  it('is asked for again where the store refused', async () => {
    let works = false;
    const acceptedSince = async () => {
      if (!works) throw new Error('the disk is full');
      return [1000];
    };
    const pace = senderPace({ acceptedSince }, { shared: false, now: () => 2000 });
    await expect(pace.count('T1', 'U1').before()).rejects.toThrow('the disk is full');
    works = true;
    expect(await pace.count('T1', 'U1').before()).toBe(1);
  });
});
