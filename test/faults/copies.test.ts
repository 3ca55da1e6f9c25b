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

it('Undo that reaches the copy that does not deliver is done by the one that does, or its successor', async (test) => {
  const { start, notify, portal, sender } = await company(test, {
    transport: 'http',
    env: { DATABASE_URL: await server.newDatabase() },
  });
  const undo = async (text: string) => {
    const report = await sender.answers(`:white_check_mark: Delivered to b24:${CROWD}: “${text}”`);
    await sender.click('Undo', report);
    await sender.answers(`:leftwards_arrow_with_hook: Taken back from b24:${CROWD}: “${text}”`, 30_000);
  };
  const removals = () => portal.requests.filter(({ method }) => method === 'im.notify.delete').length;
  const leader = await start();
  // Slack calls the one that was started last.
  await start();
  for (const text of ['first', 'second']) {
    expect((await notify([CROWD], text)).error).toBeUndefined();
    await portal.waitFor(() => portal.bell(CROWD).some((bell) => bell.text.endsWith(text)));
  }
  await undo('first');
  expect([removals(), portal.bell(CROWD).length]).toEqual([1, 1]);

  // Until its lease is over, nobody else does it.
  process.kill(leader.pid ?? 0, 'SIGSTOP');
  const stoppedAt = Date.now();
  await undo('second');
  expect(Date.now() - stoppedAt).toBeGreaterThan(3000);
  expect([removals(), portal.bell(CROWD)]).toEqual([2, []]);
}, 60_000);
