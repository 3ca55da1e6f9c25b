import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'vitest';
import { CROWD, company } from './company.ts';
import { tcpProxy } from './tcp-proxy.ts';

/** Many processes start at the same moment. */
const MINUTE = 60_000;

const ANNA = CROWD;

describe.concurrent('kill -9', () => {
  it(
    'before the commit: nothing is accepted, nothing is sent, and the sender is not told otherwise',
    async (test) => {
      const { expect } = test;
      const { start, notify, database, workspace, portal, sender } = await company(test);
      const bot = await start();
      const other = new DatabaseSync(database);
      other.exec('BEGIN IMMEDIATE');
      const asked = notify([ANNA], 'lost?');
      // It looks up the sender before it stores, and then waits for the lock.
      await workspace.waitFor(() => workspace.callsOf('users.info').length > 0);
      await bot.kill();
      other.close();
      expect((await asked).error).toBeDefined();
      await start();
      await notify([ANNA], 'second');
      await sender.answers(':white_check_mark:');
      expect(portal.bell(ANNA).map(({ text }) => text)).toEqual([expect.stringContaining('second')]);
      expect(sender.sees().filter(({ text }) => text.includes('lost?'))).toEqual([]);
    },
    MINUTE,
  );

  it(
    'after the commit, before Slack had the acknowledgement: it arrives once, and the sender is told',
    async (test) => {
      const { expect } = test;
      const { start, notify, workspace, portal, sender, reads } = await company(test);
      const bot = await start();
      const line = await tcpProxy(test, `http://127.0.0.1:${bot.port()}/slack/events`);
      workspace.deliverOverHttp(line.url);
      line.halfOpen();
      const mend = portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'hang', when: 'before' } });
      const asked = notify([ANNA], 'stored');
      // Delivery begins only after the commit.
      await portal.waitFor(({ requests }) => requests.some(({ method }) => method === 'im.notify.personal.add'));
      await bot.kill();
      line.cut();
      expect((await asked).error).toBeDefined();
      mend();
      await start();
      expect((await sender.answers(':white_check_mark:')).text).toContain('stored');
      expect(reads(ANNA)).toEqual(['stored']);
    },
    MINUTE,
  );

  it(
    'after the portal did the work, before it was noted: repeated with the same tag, visible once',
    async (test) => {
      const { expect } = test;
      const { start, notify, portal, sender, reads } = await company(test);
      const bot = await start();
      const mend = portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'hang', when: 'after' } });
      expect((await notify([ANNA], 'done')).error).toBeUndefined();
      await portal.waitFor(() => portal.bell(ANNA).length === 1);
      await bot.kill();
      mend();
      await start();
      expect((await sender.answers(':white_check_mark:')).text).toContain('done');
      expect(reads(ANNA)).toEqual(['done']);
      expect(portal.everReplaced).toBe(1);
    },
    MINUTE,
  );

  it(
    'in the middle of a batch: everybody gets theirs once, in order, and the sender is told of everybody',
    async (test) => {
      const { expect } = test;
      const people = Array.from({ length: 120 }, (_, index) => CROWD + index);
      const { start, notify, portal, sender, reads } = await company(test, { crowd: 120, portal: { commandMs: 3 } });
      const bot = await start();
      await notify(people, 'first');
      await notify(people, 'second');
      await portal.waitFor(() => portal.bell(CROWD + 20).length === 1);
      await bot.kill();
      await start();
      expect((await sender.answers(':white_check_mark:', 10_000)).text).toBeDefined();
      await portal.waitFor(() => people.every((person) => portal.bell(person).length >= 2));
      await expect
        .poll(() => sender.sees().filter(({ text }) => text.startsWith(':white_check_mark:')).length, {
          timeout: 10_000,
        })
        .toBe(2);
      for (const person of people) expect(reads(person)).toEqual(['first', 'second']);
    },
    MINUTE,
  );

  it(
    'while Slack is being told: the report is not lost',
    async (test) => {
      const { expect } = test;
      const { start, notify, workspace, sender, reads } = await company(test);
      const bot = await start();
      const mend = workspace.misbehave({ on: 'response_url', do: 'hang' });
      await notify([ANNA], 'tell me');
      await workspace.waitFor(() => workspace.callsOf('response_url').length > 0);
      await bot.kill();
      mend();
      await start();
      // Whoever was telling is given some seconds before another one does.
      expect((await sender.answers(':white_check_mark:', 40_000)).text).toContain('tell me');
      expect(reads(ANNA)).toEqual(['tell me']);
    },
    MINUTE,
  );
});
