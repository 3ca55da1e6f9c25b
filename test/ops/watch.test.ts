import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWatch, type UnrecoverableError, type WatchOptions } from '../../src/ops/watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watching(checks: WatchOptions['checks'], endAfter: WatchOptions['endAfter'] = {}) {
  const logged: string[] = [];
  const ends: UnrecoverableError[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => logged.push(line) });
  const stop = startWatch({ checks, endAfter, log, onUnrecoverable: (error) => ends.push(error) });
  return { logged, ends, stop };
}

describe('the watch', () => {
  it('says once that something stopped working, and once that it works again', async () => {
    let trouble: string | undefined = 'it is gone';
    const { logged, stop } = watching({ store: () => trouble });
    await vi.advanceTimersByTimeAsync(16_000);
    expect(logged.map((line) => JSON.parse(line))).toEqual([
      { level: 50, what: 'store', reason: 'it is gone', msg: 'does not work' },
    ]);
    trouble = undefined;
    await vi.advanceTimersByTimeAsync(11_000);
    expect(logged.slice(1).map((line) => JSON.parse(line))).toMatchObject([{ what: 'store', msg: 'works again' }]);
    stop();
  });

  it('shows what hangs, and what throws, within half a minute', async () => {
    const { logged, stop } = watching({
      store: () => new Promise(() => {}),
      portal: () => {
        throw new Error('out of reach');
      },
    });
    await vi.advanceTimersByTimeAsync(29_000);
    expect(logged.join('')).toContain('"what":"store","reason":"does not answer"');
    expect(logged.join('')).toContain('"what":"portal","reason":"out of reach"');
    stop();
  });

  it('ends what never comes back, once, and with a clear line', async () => {
    const { ends } = watching({ delivery: () => 'it has hung' }, { delivery: { ms: 60_000 } });
    await vi.advanceTimersByTimeAsync(55_000);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(ends.map(({ message }) => message)).toEqual(['The bot cannot go on: delivery: it has hung.']);
  });

  it('says what to know for the next start, and promises nothing where something may be lost', async () => {
    const advice = 'Put the right one in place first.';
    const { ends } = watching(
      { delivery: () => 'it has hung', file: () => 'it is gone' },
      { delivery: { ms: 60_000 }, file: { ms: 0, advice } },
    );
    await vi.advanceTimersByTimeAsync(5000);
    expect(ends).toMatchObject([{ message: 'The bot cannot go on: file: it is gone.', advice }]);
    const { ends: hung } = watching({ delivery: () => 'it has hung' }, { delivery: { ms: 0 } });
    await vi.advanceTimersByTimeAsync(5000);
    expect(hung).toMatchObject([{ advice: expect.stringContaining('is in the store') }]);
  });

  it('does not end what something outside keeps from working', async () => {
    let store: string | undefined = 'the database is away';
    const { ends } = watching(
      { store: () => store, delivery: () => 'no sign of life' },
      { delivery: { ms: 60_000, unless: 'store' } },
    );
    await vi.advanceTimersByTimeAsync(600_000);
    expect(ends).toEqual([]);
    store = undefined;
    await vi.advanceTimersByTimeAsync(70_000);
    expect(ends).toHaveLength(1);
  });
});
