import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import { applicationCompany } from './application-company.ts';
import { CROWD } from './company.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const SECONDS = { timeout: 6000 };
const people = Array.from({ length: 100 }, (_, index) => CROWD + index);

describe('two copies of the bot with the tokens of one application', () => {
  it('renew a token that ends in the midst of it once each time; nothing is lost, nothing doubled', async (test) => {
    const { start, pair, notify, portal, reads, renewals } = await applicationCompany(test, {
      database: await server.newDatabase(),
      crowd: people.length,
      portal: { commandMs: 2 },
    });
    const leader = await start(pair());
    await start(pair());
    const texts = Array.from({ length: 6 }, (_, round) => `round ${round}`);
    for (const [round, text] of texts.entries()) {
      await notify(people, text);
      await portal.waitFor(() => portal.everCreated > round * people.length + 20, 20_000);
      portal.tokens.expireAccess();
      if (round === 3) await leader.kill();
    }
    await portal.waitFor(() => people.every((person) => portal.bell(person).length >= texts.length), 60_000);
    for (const person of people) expect(reads(person)).toEqual(texts);
    expect(renewals()).toBeLessThanOrEqual(texts.length);
  }, 110_000);

  it.for([
    ['before the authorization server has answered', 'before'],
    ['when the answer of the authorization server was on its way', 'after'],
  ] as const)('one of which is killed %s', { timeout: 110_000 }, async ([, when], test) => {
    const { start, pair, notify, portal, reads, told, renewals } = await applicationCompany(test, {
      database: await server.newDatabase(),
    });
    const leader = await start(pair());
    const other = await start(pair());
    portal.tokens.expireAccess();
    portal.misbehave({ on: 'oauth/token', do: { kind: 'hang', when }, times: 1 });
    await notify([CROWD], 'kept');
    await portal.waitFor(() => renewals() === 1);
    if (when === 'after') await portal.waitFor(() => portal.tokens.everIssued.length === 4);
    await leader.kill();
    if (when === 'after') {
      // The refresh token is used up and its successor lost: somebody has to install anew, which all copies see.
      await expect.poll(other.wrong, { timeout: 30_000 }).toEqual(['portal']);
      await expect.poll(() => told('refuses the bot')).toBe(1);
      portal.tokens.reinstall();
      expect(await other.hears('ONAPPINSTALL')).toBe(200);
      await expect.poll(other.wrong, SECONDS).toEqual([]);
    }
    await expect.poll(() => reads(CROWD), { timeout: 40_000 }).toEqual(['kept']);
    await expect.poll(() => told('takes the bot again')).toBe(when === 'after' ? 1 : 0);
  });

  it('learn within seconds of an installation that the copy took which does not deliver', async (test) => {
    const { start, notify, reads } = await applicationCompany(test, { database: await server.newDatabase() });
    const leader = await start();
    const other = await start();
    await expect.poll(leader.wrong, { timeout: 10_000 }).toEqual(['portal']);
    // The installation comes when the refusal is old news.
    await leader.says('Nothing is delivered, everything is kept');
    await notify([CROWD], 'first');
    expect(await other.hears('ONAPPINSTALL')).toBe(200);
    for (const bot of [leader, other]) await expect.poll(bot.wrong, SECONDS).toEqual([]);
    await expect.poll(() => reads(CROWD), { timeout: 40_000 }).toEqual(['first']);
  }, 90_000);
});
