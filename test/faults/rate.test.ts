import { expect, it } from 'vitest';
import { CROWD, company } from './company.ts';

it('a bot that is kept busy from its very start is refused nothing for its rate', async (test) => {
  const { start, notify, portal, reads } = await company(test, {
    crowd: 20,
    portal: { limited: true, rate: 1, burst: 12 },
    env: { BITRIX24_RATE: '1', BITRIX24_BURST: '12' },
  });
  await start();
  const people = Array.from({ length: 14 }, (_, index) => CROWD + index);
  for (const person of people) await notify([person], 'hello');
  await portal.waitFor(() => people.every((person) => reads(person).length > 0), 15_000);
  expect(portal.everRefused).toBe(0);
}, 40_000);

it("5,000 of one request on a slow portal: others' single notifications are there within two seconds, in the burst and at the limit", async (test) => {
  const MANY = 5000;
  const { start, notify, portal } = await company(test, {
    crowd: MANY + 60,
    portal: { commandMs: 40, limited: true, rate: 2, burst: 50 },
  });
  await start();
  await notify(
    Array.from({ length: MANY }, (_, index) => CROWD + index),
    'to all',
  );
  const waits: number[] = [];
  for (let single = 0; portal.everCreated < MANY && single < 60; single++) {
    const person = CROWD + MANY + single;
    const askedAt = Date.now();
    await notify([person], 'hello');
    await portal.waitFor(() => portal.bell(person).length > 0, 10_000);
    waits.push((portal.bell(person)[0]?.createdAt ?? 0) - askedAt);
  }
  expect(waits.length).toBeGreaterThan(20);
  expect(Math.max(...waits)).toBeLessThan(2000);
}, 90_000);
