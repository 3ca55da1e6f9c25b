import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Rush } from '../../src/requests/rush.ts';

/** Somebody who waits until they are let go. */
function waitingPerson(rush: Rush): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = rush.during(() => promise);
  return () => {
    resolve();
    return done;
  };
}

describe('a rush', () => {
  it('is on while more than four wait', async () => {
    const rush = new Rush();
    const people = Array.from({ length: 5 }, () => waitingPerson(rush));
    expect(rush.isOn()).toBe(true);
    await people[0]?.();
    expect(rush.isOn()).toBe(false);
  });

  it('is over at once for whoever asks when few wait', async () => {
    const rush = new Rush();
    waitingPerson(rush);
    await rush.over();
  });

  it('lets those who give way go on as soon as fewer wait', async () => {
    const rush = new Rush();
    const people = Array.from({ length: 6 }, () => waitingPerson(rush));
    const order: string[] = [];
    const gaveWay = rush.over().then(() => order.push('went on'));
    await people[0]?.();
    order.push('five wait');
    await people[1]?.();
    await gaveWay;
    expect(order).toEqual(['five wait', 'went on']);
  });

  it('keeps nobody waiting for longer than a quarter of a second', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const rush = new Rush();
    for (let people = 0; people < 5; people += 1) waitingPerson(rush);
    const over = rush.over();
    await vi.advanceTimersByTimeAsync(250);
    await over;
    expect(rush.isOn()).toBe(true);
  });

  it('counts those whose request could not be stored as waiting no longer', async () => {
    const rush = new Rush();
    const refused = Array.from({ length: 5 }, () => rush.during(() => Promise.reject(new Error('disk full'))));
    expect(rush.isOn()).toBe(true);
    await Promise.allSettled(refused);
    expect(rush.isOn()).toBe(false);
  });
});
