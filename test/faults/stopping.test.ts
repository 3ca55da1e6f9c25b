import { describe, it } from 'vitest';
import { CROWD, company } from './company.ts';

/** Many processes start at the same moment; the test that takes longest stands first. */
const MINUTE = 60_000;

describe.concurrent('SIGTERM', () => {
  it(
    'with Slack not answering a report: ends in time, and the next start tells',
    async (test) => {
      const { expect } = test;
      const { start, notify, workspace, sender } = await company(test);
      const bot = await start();
      const stops = [
        workspace.misbehave({ on: 'response_url', do: 'hang' }),
        workspace.misbehave({ on: 'chat.postMessage', do: 'hang' }),
      ];
      await notify([CROWD], 'untold');
      await workspace.waitFor(() => workspace.callsOf('response_url').length > 0);
      const late = new Promise((resolve) => setTimeout(resolve, 10_000, 'too late').unref());
      expect(await Promise.race([bot.stop(), late])).toBe(0);
      for (const stop of stops) stop();
      await start();
      expect((await sender.answers(':white_check_mark:', 40_000)).text).toContain('untold');
    },
    MINUTE,
  );

  it(
    'with nothing to do: ends at once',
    async (test) => {
      const { expect } = test;
      const { start } = await company(test);
      const bot = await start();
      expect(await bot.stop()).toBe(0);
      expect(bot.output()).toContain('"stopped"');
    },
    MINUTE,
  );

  it(
    'with a notification in flight: lets it finish, and notes it',
    async (test) => {
      const { expect } = test;
      const { start, notify, portal, sender, reads } = await company(test);
      const bot = await start();
      portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: { kind: 'delay', ms: 500, when: 'after' } });
      await notify([CROWD], 'in flight');
      await portal.waitFor(() => portal.bell(CROWD).length === 1);
      expect(await bot.stop()).toBe(0);
      expect(bot.output()).toContain('"stopped"');
      await sender.answers(':white_check_mark:');
      await start();
      await notify([CROWD + 1], 'next');
      await portal.waitFor(() => portal.bell(CROWD + 1).length === 1);
      expect(reads(CROWD)).toEqual(['in flight']);
      expect(portal.everReplaced).toBe(0);
    },
    MINUTE,
  );

  it(
    'with thousands queued: stops taking them, and the next start sends the rest once',
    async (test) => {
      const { expect } = test;
      const people = Array.from({ length: 1500 }, (_, index) => CROWD + index);
      const { start, notify, portal, sender, reads } = await company(test, { crowd: 1500, portal: { commandMs: 2 } });
      const bot = await start();
      await notify(people, 'to all');
      await portal.waitFor(() => portal.everCreated > 200);
      expect(await bot.stop()).toBe(0);
      expect(portal.everCreated).toBeLessThan(1500);
      await start();
      await sender.answers(':white_check_mark:', 30_000);
      for (const person of people) expect(reads(person)).toEqual(['to all']);
      expect(portal.everReplaced).toBe(0);
    },
    MINUTE,
  );

  it(
    'with a batch in flight: lets it finish, and notes all of it',
    async (test) => {
      const { expect } = test;
      const people = Array.from({ length: 40 }, (_, index) => CROWD + index);
      const { start, notify, portal, sender, reads } = await company(test, { crowd: 40 });
      const bot = await start();
      portal.misbehave({ on: 'batch', times: 1, do: { kind: 'delay', ms: 3000, when: 'after' } });
      await notify(people, 'to all');
      await portal.waitFor(() => portal.everCreated === 40);
      expect(await bot.stop()).toBe(0);
      await start();
      await sender.answers(':white_check_mark:', 30_000);
      for (const person of people) expect(reads(person)).toEqual(['to all']);
      expect(portal.everReplaced).toBe(0);
    },
    MINUTE,
  );

  it(
    'while many requests are being accepted: what was acknowledged arrives, once',
    async (test) => {
      const { expect } = test;
      const people = Array.from({ length: 100 }, (_, index) => CROWD + index);
      const { start, notify, portal, reads } = await company(test, { crowd: 100 });
      const bot = await start();
      const asking = people.map((person) => notify([person], `for ${person}`));
      await portal.waitFor(() => portal.everCreated > 0);
      expect(await bot.stop()).toBe(0);
      const asked = await Promise.all(asking);
      await start();
      const accepted = people.filter((_, index) => asked[index]?.error === undefined);
      await portal.waitFor(() => accepted.every((person) => portal.bell(person).length > 0), 30_000);
      for (const person of accepted) expect(reads(person)).toEqual([`for ${person}`]);
      expect(portal.everReplaced).toBe(0);
    },
    MINUTE,
  );

  it(
    'with a portal that never answers: ends within ten seconds all the same, and nothing is lost',
    async (test) => {
      const { expect } = test;
      const { start, notify, portal, sender, reads } = await company(test);
      const bot = await start();
      const mend = portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'hang', when: 'after' } });
      await notify([CROWD], 'hanging');
      await portal.waitFor(() => portal.bell(CROWD).length === 1);
      const late = new Promise((resolve) => setTimeout(resolve, 10_000, 'too late').unref());
      expect(await Promise.race([bot.stop(), late])).toBe(0);
      mend();
      await start();
      await sender.answers(':white_check_mark:', 10_000);
      expect(reads(CROWD)).toEqual(['hanging']);
    },
    MINUTE,
  );

  it(
    'with something waiting to be tried again: keeps it',
    async (test) => {
      const { expect } = test;
      const { start, notify, portal, reads } = await company(test);
      const bot = await start();
      const mend = portal.misbehave({
        on: 'im.notify.personal.add',
        do: { kind: 'error', status: 500, code: 'CONNECTION_ERROR' },
      });
      await notify([CROWD], 'waiting');
      await portal.waitFor(({ requests }) => requests.some(({ method }) => method === 'im.notify.personal.add'));
      expect(await bot.stop()).toBe(0);
      mend();
      await start();
      await portal.waitFor(() => portal.bell(CROWD).length === 1, 15_000);
      expect(reads(CROWD)).toEqual(['waiting']);
    },
    MINUTE,
  );
});
