import { expect, it, vi } from 'vitest';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { connectStore, openStore } from '../../src/store/store.ts';
import { requestTo } from '../outbox/fixture.ts';
import { acmeWithBot } from './acme-with-bot.ts';

const DAY = 24 * 3_600_000;

it('forgets what is old at each start, for a bot that never runs for an hour', async () => {
  const { start, storePath } = await acmeWithBot({ RETENTION_DAYS: '30' });
  const address = { kind: 'sqlite', path: storePath } as const;
  const before = await openStore(address);
  const asked = (daysAgo: number) =>
    createOutbox(before.store, () => Date.now() - daysAgo * DAY).accept(requestTo([], { text: `${daysAgo} days ago` }));
  await asked(31);
  const young = await asked(29);
  await before.close();
  await start();
  const store = await connectStore(address);
  const kept = () => store.selectFrom('request').select('id').execute();
  await vi.waitUntil(async () => (await kept()).length === 1, { timeout: 10_000, interval: 20 });
  expect(await kept()).toEqual([{ id: young.id }]);
  await store.destroy();
}, 30_000);
