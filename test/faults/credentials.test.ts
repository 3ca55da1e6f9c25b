import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../start/bot.ts';
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import { CROWD, company } from './company.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

it('credentials revoked before two copies and a restart: the admin is told once, and all copies see that they work again', async (test) => {
  const { start, notify, portal, reads, sender } = await company(test, {
    transport: 'socket',
    env: { DATABASE_URL: await server.newDatabase() },
  });
  const observed = async () => {
    const ops = await freePort();
    const bot = await start({ OPS_PORT: String(ops) });
    const wrong = async () => {
      const answer = await fetch(`http://127.0.0.1:${ops}/readyz`);
      return Object.keys(Object(await answer.json()).reasons ?? {});
    };
    return { ...bot, wrong };
  };
  const told = (words: string) => sender.sees().filter(({ text }) => text.includes(words)).length;
  portal.webhook.revoke();
  const first = await observed();
  const second = await observed();
  await expect.poll(second.wrong, { timeout: 10_000 }).toEqual(['portal']);
  await first.stop();
  const third = await observed();
  await expect.poll(third.wrong, { timeout: 10_000 }).toEqual(['portal']);
  await notify([CROWD], 'kept');
  await sender.answers(':hourglass_flowing_sand:', 20_000);
  expect(told('refuses the bot')).toBe(1);
  portal.webhook.restore();
  for (const bot of [second, third]) await expect.poll(bot.wrong, { timeout: 45_000 }).toEqual([]);
  await sender.answers(':white_check_mark:', 20_000);
  expect(reads(CROWD)).toEqual(['kept']);
  expect([told('refuses the bot'), told('takes the bot again')]).toEqual([1, 1]);
}, 110_000);
