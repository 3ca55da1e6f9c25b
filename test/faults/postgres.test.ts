import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { freePort } from '../start/bot.ts';
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import { CROWD, company } from './company.ts';
import { tcpProxy } from './tcp-proxy.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const MINUTE = 60_000;
/** Trouble has to show, and to be over, within this. */
const HALF_A_MINUTE = { timeout: 30_000, interval: 100 };

/** A bot on PostgreSQL, over a line that can be disturbed. */
async function onPostgres(test: TestContext) {
  const url = await server.newDatabase();
  const line = await tcpProxy(test, url);
  const there = await company(test, { transport: 'socket' });
  /** Starts a copy. @param direct past the line */
  const start = async (direct = false) => {
    const ops = await freePort();
    const bot = await there.start({ DATABASE_URL: direct ? url : line.url, OPS_PORT: String(ops) });
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${ops}${path}`)).text();
    return {
      ...bot,
      /** What /readyz says is wrong, by name. */
      wrong: async (): Promise<string[]> => Object.keys(JSON.parse(await ask('/readyz')).reasons ?? {}),
      leads: async () => /^b24notify_leading 1$/m.test(await ask('/metrics')),
    };
  };
  return { ...there, line, start };
}

describe('a PostgreSQL that is lost', () => {
  it(
    'shows in /readyz within 30 s, takes nothing it cannot keep, and is found again within 30 s of its return',
    async (test) => {
      const { start, notify, portal, sender, reads } = await onPostgres(test);
      const bot = await start();
      expect(await bot.wrong()).toEqual([]);
      await server.pause();
      await expect.poll(bot.wrong, HALF_A_MINUTE).toContain('store');
      await notify([CROWD], 'lost');
      expect((await sender.answers(':x:')).text).toContain('lost');
      await bot.says('"delivery failed inside the bot"');
      await server.resume();
      await expect.poll(bot.wrong, HALF_A_MINUTE).toEqual([]);
      await notify([CROWD], 'kept');
      await portal.waitFor(() => portal.bell(CROWD).length > 0, 10_000);
      await sender.answers(':white_check_mark:', 10_000);
      expect(reads(CROWD)).toEqual(['kept']);
      // Not a line for each of the tries of those seconds.
      const inside = bot
        .output()
        .split('\n')
        .filter((line) => line.includes('"delivery failed inside the bot"'));
      expect(inside.length).toBeGreaterThan(0);
      expect(new Set(inside.map((line) => JSON.parse(line).error.message)).size).toBe(inside.length);
      expect(await bot.stop()).toBe(0);
    },
    2 * MINUTE,
  );

  it(
    'shows too when its line takes everything and answers nothing, and new lines take the place of the dead ones',
    async (test) => {
      const { start, notify, portal, line, reads } = await onPostgres(test);
      const bot = await start();
      line.halfOpen();
      await expect.poll(bot.wrong, HALF_A_MINUTE).toContain('store');
      line.healNewLines();
      await expect.poll(bot.wrong, HALF_A_MINUTE).toEqual([]);
      await notify([CROWD], 'over new lines');
      await portal.waitFor(() => portal.bell(CROWD).length > 0, 10_000);
      expect(reads(CROWD)).toEqual(['over new lines']);
      expect(bot.output()).toContain('the database has not answered for 8 s');
      expect(await bot.stop()).toBe(0);
    },
    2 * MINUTE,
  );

  it(
    'does not keep a bot from ending within ten seconds, and what was in flight then is visible once',
    async (test) => {
      const { start, notify, portal, line, sender, reads } = await onPostgres(test);
      const bot = await start();
      portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: { kind: 'delay', ms: 1000, when: 'after' } });
      await notify([CROWD], 'in flight');
      await portal.waitFor(() => portal.bell(CROWD).length === 1);
      line.halfOpen();
      const late = new Promise((resolve) => setTimeout(resolve, 10_000, 'too late').unref());
      expect(await Promise.race([bot.stop(), late])).toBe(0);
      await start(true);
      await sender.answers(':white_check_mark:', 40_000);
      expect(reads(CROWD)).toEqual(['in flight']);
    },
    2 * MINUTE,
  );

  it(
    'to the copy that delivers: the other takes over, never both at once, and each notification is visible once',
    async (test) => {
      const { start, notify, portal, line, reads } = await onPostgres(test);
      const one = await start();
      const two = await start(true);
      expect([await one.leads(), await two.leads()]).toEqual([true, false]);
      line.halfOpen();
      let both = 0;
      const leaders = async () => {
        const leads = await Promise.all([one.leads(), two.leads()]);
        if (leads[0] && leads[1]) both += 1;
        return leads;
      };
      await expect.poll(leaders, HALF_A_MINUTE).toEqual([false, true]);
      // Slack hands each request to one of the two; what the first cannot keep, its sender hears of.
      const texts = ['first', 'second', 'third', 'fourth'];
      const asked = await Promise.all(texts.map((text) => notify([CROWD], text)));
      const accepted = texts.filter((_, index) => asked[index]?.error === undefined);
      expect(accepted.length).toBeGreaterThan(0);
      await portal.waitFor(() => accepted.every((text) => reads(CROWD).includes(text)), 10_000);
      line.healNewLines();
      await expect.poll(one.wrong, HALF_A_MINUTE).toEqual([]);
      expect(await leaders()).toEqual([false, true]);
      await notify([CROWD], 'last');
      await portal.waitFor(() => reads(CROWD).includes('last'), 10_000);
      const seen = reads(CROWD);
      expect(new Set(seen).size).toBe(seen.length);
      expect(both).toBe(0);
    },
    2 * MINUTE,
  );
});
