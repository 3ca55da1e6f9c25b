import { expect, it } from 'vitest';
import { sparingErrors } from '../../src/log/sparing.ts';
import { readableLog } from './lines.ts';

it('writes an error that repeats itself once a minute, with how many there were, and another one at once', () => {
  const { log, entries } = readableLog();
  let now = 0;
  const failed = sparingErrors(log, () => now);
  for (; now < 130_000; now += 1000) failed(new Error('the database is away'), 'delivery failed');
  failed(new Error('the disk is full'), 'delivery failed');
  failed('no error at all', 'delivery failed');
  expect(entries().map(({ error, unwritten }) => [error, unwritten])).toEqual([
    [expect.objectContaining({ message: 'the database is away', stack: expect.any(String) }), undefined],
    [expect.objectContaining({ message: 'the database is away' }), 59],
    [expect.objectContaining({ message: 'the database is away' }), 59],
    [expect.objectContaining({ message: 'the disk is full' }), undefined],
    ['no error at all', undefined],
  ]);
});
