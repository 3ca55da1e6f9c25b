import { expect, it, onTestFinished, vi } from 'vitest';
import { exclusivelyOn } from '../../src/store/exclusively.ts';
import { connectStore, type StoreAddress } from '../../src/store/store.ts';
import { onEachDatabase } from './each-database.ts';
import { moduleOf, otherProcess } from './other-process.ts';

async function exclusively(address: StoreAddress) {
  const store = await connectStore(address);
  onTestFinished(() => store.destroy());
  return exclusivelyOn(store, address);
}

onEachDatabase((newStore) => {
  it('lets one process at a time do it, and the next one when that is killed in the middle', async () => {
    const address = await newStore();
    const ours = await exclusively(address);
    const { said, kill } = await otherProcess(`
      import { connectStore } from ${moduleOf('store/store.ts')};
      import { exclusivelyOn } from ${moduleOf('store/exclusively.ts')};
      const address = ${JSON.stringify(address)};
      const exclusively = exclusivelyOn(await connectStore(address), address);
      setInterval(() => {}, 1000);
      await exclusively('tokens', async () => {
        process.send('in the middle');
        await new Promise((resolve) => setTimeout(resolve, 100_000));
      });
    `);
    expect(said).toBe('in the middle');
    const done = vi.fn(async () => 'done');
    const waiting = ours('tokens', done);
    // Long enough to have looked, and looked in vain, several times.
    await expect(Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])).resolves.toBe(
      'waits',
    );
    expect(done).not.toHaveBeenCalled();
    await kill();
    expect(await waiting).toBe('done');
  });

  it('lets those of one process follow each other, also when one fails', async () => {
    const ours = await exclusively(await newStore());
    const order: string[] = [];
    const step = (name: string, fails = false) =>
      ours('tokens', async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} ends`);
        if (fails) throw new Error('no');
      });
    const results = await Promise.allSettled([step('one', true), step('two'), step('three')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    for (let index = 0; index < order.length; index += 2) {
      expect(order[index + 1]).toBe(order[index]?.replace('begins', 'ends'));
    }
  });
});
