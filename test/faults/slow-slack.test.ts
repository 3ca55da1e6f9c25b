import { describe, it } from 'vitest';
import { b24notify } from '../cli/command-line.ts';
import { CROWD, company } from './company.ts';

/** Slack's own pauses are long. */
const MINUTE = 60_000;
const REFUSED = { kind: 'error', status: 400, code: 'USER_ID_EMPTY' } as const;

describe.concurrent('a report to the sender', () => {
  it(
    'of a failure, with Slack slow over it: what the operator sends again meanwhile is told as well',
    async (test) => {
      const { expect } = test;
      const { start, notify, workspace, portal, sender, database, reads } = await company(test);
      await start();
      portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: REFUSED });
      workspace.misbehave({ on: 'response_url', times: 1, do: 'hang' });
      await notify([CROWD], 'twice');
      await workspace.waitFor(() => workspace.callsOf('response_url').length > 0);
      const env = { DATABASE_URL: `sqlite:${database}` };
      const { code, stdout } = await b24notify(['outbox', 'retry', '--state', 'failed', '--json'], { env });
      expect([code, JSON.parse(stdout).length]).toEqual([0, 1]);
      await sender.answers(':white_check_mark:', 40_000);
      expect(reads(CROWD)).toEqual(['twice']);
    },
    MINUTE,
  );

  it(
    'with the bot’s token refused: comes once Slack takes it again',
    async (test) => {
      const { start, notify, workspace, sender } = await company(test);
      const bot = await start();
      workspace.misbehave({ on: 'response_url', do: 'status', status: 500 });
      const mend = workspace.misbehave({ on: 'chat.postMessage', do: 'error', error: 'account_inactive' });
      await notify([CROWD], 'late');
      await bot.says('could not be told yet');
      mend();
      await sender.answers(':white_check_mark:', 40_000);
    },
    MINUTE,
  );

  it(
    'that Slack refuses for its rate: comes when Slack allows, and nobody else waits for it',
    async (test) => {
      const { expect } = test;
      const { start, notify, workspace, sender, reads } = await company(test);
      const bot = await start();
      const gone = workspace.misbehave({ on: 'response_url', times: 1, do: 'status', status: 404 });
      workspace.misbehave({ on: 'chat.postMessage', times: 1, do: 'rate-limit', retryAfter: 6 });
      await notify([CROWD], 'first');
      await workspace.waitFor(() => workspace.callsOf('chat.postMessage').length > 0);
      gone();
      await notify([CROWD + 1], 'second');
      expect((await sender.answers(':white_check_mark:')).text).toContain('second');
      const form = await sender.command('/b24notify', '');
      expect(form.error).toBeUndefined();
      await workspace.waitFor(() => workspace.callsOf('views.open').length > 0);
      await workspace.waitFor(() => sender.sees().some(({ text }) => text.includes('first')), 20_000);
      expect([reads(CROWD), reads(CROWD + 1)]).toEqual([['first'], ['second']]);
      expect(await bot.stop()).toBe(0);
    },
    MINUTE,
  );

  it(
    'to somebody whom Slack lets nobody write to: is given up with a line in the log',
    async (test) => {
      const { start, notify, workspace, portal, sender } = await company(test);
      const bot = await start();
      const ends = [
        workspace.misbehave({ on: 'response_url', do: 'status', status: 404 }),
        workspace.misbehave({ on: 'chat.postMessage', do: 'error', error: 'channel_not_found' }),
      ];
      await notify([CROWD], 'unheard');
      await bot.says('the sender cannot be told: Slack takes no message for them');
      for (const end of ends) end();
      await notify([CROWD + 1], 'heard');
      await sender.answers(':white_check_mark:');
      await portal.waitFor(() => portal.bell(CROWD + 1).length === 1);
    },
    MINUTE,
  );
});
