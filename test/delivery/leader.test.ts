import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Leader } from '../../src/delivery/leader.ts';

/** A lease that several ask for, on a clock in hand. */
function sharedLease(life = 10_000) {
  let holder: string | undefined;
  let until = 0;
  return {
    of: (name: string) => ({
      async hold() {
        if (holder !== name && until > Date.now()) return undefined;
        holder = name;
        until = Date.now() + life;
        return until;
      },
      async release() {
        if (holder === name) until = 0;
      },
    }),
  };
}

function leaderOf(lease: { hold(): Promise<number | undefined>; release(): Promise<void> }) {
  const gained: boolean[] = [];
  const troubles: unknown[] = [];
  const leader: Leader = new Leader({
    lease,
    onGained: async () => {
      gained.push(leader.leading);
    },
    onTrouble: (error) => troubles.push(error),
    now: Date.now,
  });
  onTestFinished(() => leader.stop());
  return { leader, gained, troubles };
}

describe('one copy delivers', () => {
  it('puts back what was under way before it begins', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { leader, gained } = leaderOf(sharedLease().of('one'));
    await leader.start();
    expect(gained).toEqual([false]);
    expect(leader.leading).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(gained).toEqual([false]);
    expect(leader.leading).toBe(true);
  });

  it('goes on within 15 seconds after the other died, and seconds after it gave the lease back', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const lease = sharedLease();
    // Died right after it renewed.
    await lease.of('dead').hold();
    const { leader, gained } = leaderOf(lease.of('one'));
    await leader.start();
    expect(leader.leading).toBe(false);
    await vi.advanceTimersByTimeAsync(14_000);
    expect(leader.leading).toBe(true);
    expect(gained).toEqual([false]);
    const other = leaderOf(lease.of('two'));
    await other.leader.start();
    expect(other.leader.leading).toBe(false);
    await leader.stop();
    expect(leader.leading).toBe(false);
    await vi.advanceTimersByTimeAsync(3000);
    expect(other.leader.leading).toBe(true);
  });

  it('stops leading before the lease ends when the database does not answer, and recovers when it does', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const lease = sharedLease().of('one');
    let away = false;
    const { leader, gained, troubles } = leaderOf({
      hold: () => (away ? Promise.reject(new Error('away')) : lease.hold()),
      release: lease.release,
    });
    await leader.start();
    away = true;
    await vi.advanceTimersByTimeAsync(8900);
    expect(leader.leading).toBe(true);
    await vi.advanceTimersByTimeAsync(200);
    expect(leader.leading).toBe(false);
    expect(troubles.length).toBeGreaterThan(0);
    away = false;
    await vi.advanceTimersByTimeAsync(3000);
    expect(leader.leading).toBe(true);
    expect(gained).toEqual([false, false]);
  });
});
