import { expect, it } from 'vitest';
import { createPortalDirectory } from '../../src/people/portal-directory.ts';

it('reads the list once for all who wait, searches the old one meanwhile, and survives a silent portal', async () => {
  let now = 0;
  let readings = 0;
  let silent = true;
  let hold = Promise.resolve();
  const troubles: unknown[] = [];
  const directory = createPortalDirectory(
    async () => {
      readings++;
      const reading = readings;
      await hold;
      if (silent) throw new Error('silent');
      return [{ bitrix24Id: reading, name: `Anna ${reading}` }];
    },
    (error) => troubles.push(error),
    () => now,
  );
  const ids = () => directory.find('anna', 5).map(({ bitrix24Id }) => bitrix24Id);

  await Promise.all([directory.ready(), directory.ready()]);
  expect([readings, troubles.length, ids()]).toEqual([1, 1, []]);
  silent = false;
  await directory.ready();
  expect(readings).toBe(1);
  now += 31_000;
  await directory.ready();
  expect(ids()).toEqual([2]);
  now += 60 * 60_000;
  const { promise, resolve } = Promise.withResolvers<void>();
  hold = promise;
  await directory.ready();
  expect(ids()).toEqual([2]);
  resolve();
  await expect.poll(ids).toEqual([3]);
});
