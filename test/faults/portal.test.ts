import { describe, it } from 'vitest';
import type { Fault } from '../../sandbox/bitrix24/portal.ts';
import { CROWD, company } from './company.ts';
import { tcpProxy } from './tcp-proxy.ts';

/** Many processes start at the same moment; the test that takes longest stands first. */
const MINUTE = 60_000;

const ALL = 'im.notify.personal.add';

/** Faults of the portal, each met once by one person's notification. */
const ONCE: [string, Fault][] = [
  ['cut before the work', { kind: 'cut', when: 'before' }],
  ['cut after the work', { kind: 'cut', when: 'after' }],
  ['a slow answer', { kind: 'delay', ms: 400 }],
  ['a slow body', { kind: 'slowBody', ms: 400 }],
  ['half a body', { kind: 'truncate' }],
  ['500 before the work', { kind: 'status', status: 500, when: 'before' }],
  ['502 after the work', { kind: 'status', status: 502, body: 'html', when: 'after' }],
  ['an HTML page instead of JSON', { kind: 'html', when: 'after' }],
  ['an empty error', { kind: 'emptyError' }],
  ['a result of the wrong type', { kind: 'wrongType', as: 'object' }],
  ['the rate', { kind: 'limit' }],
];

describe.concurrent('a portal that misbehaves', () => {
  it(
    'credentials revoked and restored: everything is kept, the admin is told once each way, and it goes on by itself',
    async (test) => {
      const { expect } = test;
      const { start, notify, portal, reads, sender } = await company(test);
      await start();
      portal.webhook.revoke();
      await notify([CROWD], 'kept');
      await notify([CROWD + 1, CROWD + 2], 'kept too');
      await sender.answers(':hourglass_flowing_sand:');
      const told = (words: string) => sender.sees().filter(({ text }) => text.includes(words)).length;
      expect(told('refuses the bot')).toBe(1);
      portal.webhook.restore();
      await sender.answers(':white_check_mark:', 45_000);
      await expect
        .poll(() => [CROWD, CROWD + 1, CROWD + 2].flatMap(reads), { timeout: 5000 })
        .toEqual(['kept', 'kept too', 'kept too']);
      expect([told('refuses the bot'), told('takes the bot again')]).toEqual([1, 1]);
    },
    MINUTE,
  );

  it(
    'has every notification once in the end, and every sender is told so',
    async (test) => {
      const { expect } = test;
      const { start, notify, portal, reads, sender } = await company(test, { crowd: ONCE.length });
      await start();
      for (const [index, [name, fault]] of ONCE.entries()) {
        portal.misbehave({ on: (_, { USER_ID }) => Number(USER_ID) === CROWD + index, times: 1, do: fault });
        await notify([CROWD + index], name);
        await portal.waitFor(
          ({ requests }) => requests.filter(({ method }) => method === ALL || method === 'batch').length > index,
        );
      }
      await expect
        .poll(() => sender.sees().filter(({ text }) => text.startsWith(':white_check_mark:')).length, {
          timeout: 15_000,
        })
        .toBe(ONCE.length);
      for (const [index, [name]] of ONCE.entries()) expect(reads(CROWD + index)).toEqual([name]);
    },
    MINUTE,
  );

  it(
    'that creates nothing for somebody, and forgets one in its answer, is told of them alone',
    async (test) => {
      const { expect } = test;
      const { start, notify, portal, reads, sender } = await company(test);
      await start();
      const [gone = 0, forgotten = 0, fine = 0] = [CROWD, CROWD + 1, CROWD + 2];
      portal.misbehave({
        on: (method, { USER_ID }) => method !== 'batch' && Number(USER_ID) === gone,
        do: { kind: 'resultFalse' },
      });
      portal.misbehave({
        on: (method, { USER_ID }) => method !== 'batch' && Number(USER_ID) === forgotten,
        times: 1,
        do: { kind: 'missing' },
      });
      await notify([gone, forgotten, fine], 'to three');
      const { text } = await sender.answers(':warning:', 10_000);
      expect(text).toContain(`b24:${gone}`);
      expect([reads(gone), reads(forgotten), reads(fine)]).toEqual([[], ['to three'], ['to three']]);
    },
    MINUTE,
  );

  it(
    'that fails twice leaves it to the sender, who sends again and replaces',
    async (test) => {
      const { expect } = test;
      const { start, notify, portal, reads, sender } = await company(test);
      await start();
      portal.misbehave({ on: ALL, times: 2, do: { kind: 'status', status: 500, when: 'after' } });
      await notify([CROWD], 'twice');
      const asked = await sender.answers(':warning:', 10_000);
      expect(reads(CROWD)).toEqual(['twice']);
      await sender.click('Send again', asked);
      await sender.answers(':white_check_mark:');
      expect(reads(CROWD)).toEqual(['twice']);
    },
    MINUTE,
  );

  it(
    'and whose limit is lower than we think: a storm of refusals loses nothing and costs no attempt',
    async (test) => {
      const { expect } = test;
      const { start, notify, portal, reads } = await company(test, {
        crowd: 60,
        portal: { limited: true, rate: 20, burst: 4 },
        env: { BITRIX24_RATE: '20' },
      });
      await start();
      // Somebody else behind our address has filled the portal's count.
      portal.misbehave({ times: 3, do: { kind: 'limit' } });
      const people = Array.from({ length: 60 }, (_, index) => CROWD + index);
      await Promise.all(people.map((person) => notify([person], `for ${person}`)));
      await portal.waitFor(() => people.every((person) => portal.bell(person).length > 0), 15_000);
      for (const person of people) expect(reads(person)).toEqual([`for ${person}`]);
      expect(portal.requests.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(3);
    },
    MINUTE,
  );

  it(
    'a line that is dead without anybody hearing of it: the notification is repeated and visible once',
    async (test) => {
      const { expect } = test;
      const portalFirst = await company(test, { env: { BITRIX24_CONCURRENCY: '2' } });
      const { start, notify, portal, reads, sender } = portalFirst;
      const line = await tcpProxy(test, portal.webhookUrl);
      await start({ BITRIX24_WEBHOOK_URL: line.url });
      await notify([CROWD], 'before');
      await sender.answers(':white_check_mark:');
      line.halfOpen();
      await notify([CROWD + 1], 'into the dark');
      await portal.waitFor(() => portal.bell(CROWD + 1).length === 1);
      line.heal();
      // Others go on meanwhile, on other lines.
      await notify([CROWD + 2], 'meanwhile');
      await portal.waitFor(() => portal.bell(CROWD + 2).length === 1);
      await portal.waitFor(() => portal.everReplaced === 1, 45_000);
      expect(reads(CROWD + 1)).toEqual(['into the dark']);
      await expect.poll(() => sender.sees().filter(({ text }) => text.startsWith(':white_check_mark:')).length).toBe(3);
    },
    MINUTE,
  );
});
