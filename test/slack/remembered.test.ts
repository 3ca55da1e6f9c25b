import { describe, expect, it } from 'vitest';
import { remembered } from '../../src/slack/remembered.ts';

describe('a look-up that is remembered', () => {
  it('asks once as long as the memory lasts', async () => {
    let clock = 0;
    const asked: string[] = [];
    const look = remembered(
      1000,
      async (key: string) => asked.push(key),
      () => clock,
    );
    expect(await look('a')).toBe(1);
    clock = 999;
    expect(await look('a')).toBe(1);
    expect(await look('b')).toBe(2);
    clock = 1000;
    expect(await look('a')).toBe(3);
  });

  it('asks once for those who ask at the same moment', async () => {
    let asked = 0;
    const look = remembered(1000, async (_: string) => {
      asked += 1;
      return asked;
    });
    expect(await Promise.all([look('a'), look('a'), look('a')])).toEqual([1, 1, 1]);
  });

  it('asks anew for what is forgotten, also while its answer is on the way', async () => {
    let asked = 0;
    const look = remembered(1000, async (_: string) => {
      asked += 1;
      return asked;
    });
    const first = look('a');
    look.forget('a');
    expect([await first, await look('a'), await look('a')]).toEqual([1, 2, 2]);
  });

  it('keeps no failure', async () => {
    let asked = 0;
    const look = remembered(1000, async (_: string) => {
      asked += 1;
      if (asked === 1) throw new Error('not now');
      return asked;
    });
    await expect(look('a')).rejects.toThrow('not now');
    expect(await look('a')).toBe(2);
  });

  it('forgets the oldest of very many', async () => {
    let asked = 0;
    const look = remembered(
      1000,
      async (_: number) => {
        asked += 1;
        return asked;
      },
      () => 0,
    );
    for (let key = 0; key <= 20_000; key += 1) void look(key);
    expect(await look(0)).toBe(20_002);
    expect(await look(20_000)).toBe(20_001);
  });
});
