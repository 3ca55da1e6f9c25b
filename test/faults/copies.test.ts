import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import { CROWD, company } from './company.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

it('two copies on PostgreSQL, the one that delivers killed: 2,000 notifications, each visible once and in order', async (test) => {
  const ROUNDS = 20;
  const people = Array.from({ length: 100 }, (_, index) => CROWD + index);
  const { start, notify, portal, sender, reads } = await company(test, {
    crowd: people.length,
    transport: 'socket',
    portal: { commandMs: 2 },
    env: { DATABASE_URL: await server.newDatabase() },
  });
  const leader = await start();
  await start();
  const texts = Array.from({ length: ROUNDS }, (_, round) => `round ${round}`);
  for (const text of texts.slice(0, ROUNDS / 2)) expect((await notify(people, text)).error).toBeUndefined();
  await portal.waitFor(() => portal.everCreated > 300);
  await leader.kill();
  // The other copy takes requests all the while; what Slack could not hand over, the sender hears of at once.
  for (const text of texts.slice(ROUNDS / 2)) {
    await expect.poll(async () => (await notify(people, text)).error, { timeout: 10_000 }).toBeUndefined();
  }
  await portal.waitFor(() => people.every((person) => portal.bell(person).length >= ROUNDS), 50_000);
  for (const person of people) expect(reads(person)).toEqual(texts);
  await expect
    .poll(
      () =>
        new Set(
          sender
            .sees()
            .flatMap(({ text }) => (text.startsWith(':white_check_mark:') ? [/round \d+/.exec(text)?.[0]] : [])),
        ).size,
      {
        timeout: 40_000,
      },
    )
    .toBe(ROUNDS);
}, 110_000);
