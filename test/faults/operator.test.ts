import { describe, it, type TestContext } from 'vitest';
import { b24notify } from '../cli/command-line.ts';
import { CROWD, company } from './company.ts';

const MINUTE = 60_000;
const AWAY = { kind: 'error', status: 500, code: 'CONNECTION_ERROR' } as const;
const GONE = { kind: 'error', status: 400, code: 'USER_ID_EMPTY' } as const;
const ADD = 'im.notify.personal.add';

/** A running bot, and the command line beside it. */
async function beside(test: TestContext) {
  const made = await company(test);
  const bot = await made.start();
  const env = { DATABASE_URL: `sqlite:${made.database}` };
  const outbox = async (...argv: string[]) => {
    const { code, stdout, stderr } = await b24notify(['outbox', ...argv, '--json'], { env });
    const changed: { state: string }[] = stdout === '' ? [] : JSON.parse(stdout);
    return { code, states: changed.map(({ state }) => state), stderr };
  };
  const standing = async (state: string) => {
    while ((await outbox('list', '--state', state)).states.length === 0);
  };
  return { ...made, bot, outbox, standing };
}

describe.concurrent('the command line beside a running bot', () => {
  it(
    'gives up what waits, by its reference, and its sender reads so once',
    async (test) => {
      const { expect } = test;
      const { notify, portal, sender, outbox, standing, reads } = await beside(test);
      const mend = portal.misbehave({ on: ADD, do: AWAY });
      await notify([CROWD], 'dropped');
      await standing('waiting');
      const ref = /Ref\. (\w+)/.exec((await sender.answers(':hourglass_flowing_sand:')).text)?.[1] ?? '';
      expect(await outbox('drop', ref)).toMatchObject({ code: 0, states: ['failed'] });
      expect((await sender.answers(':x:', 30_000)).text).toContain('given it up');
      mend();
      expect(await outbox('drop', ref)).toMatchObject({ code: 1, stderr: expect.stringContaining('it is failed') });
      expect(await outbox('retry', ref)).toMatchObject({ code: 0, states: ['queued'] });
      await sender.answers(':white_check_mark:', 30_000);
      expect(reads(CROWD)).toEqual(['dropped']);
      for (const what of ['drop', 'retry']) {
        expect(await outbox(what, ref)).toMatchObject({ code: 1, stderr: expect.stringContaining('it is delivered') });
      }
      await sender.click('Undo', await sender.answers(':white_check_mark:'));
      await portal.waitFor(() => portal.bell(CROWD).length === 0);
      await standing('cancelled');
      for (const what of ['drop', 'retry']) {
        expect(await outbox(what, ref)).toMatchObject({ code: 1, stderr: expect.stringContaining('it is cancelled') });
      }
      const beginnings = sender.sees().map(({ text }) => /^:\w+:/.exec(text)?.[0]);
      expect(beginnings.filter((begin) => begin === ':x:')).toHaveLength(1);
    },
    MINUTE,
  );

  it(
    'leaves alone what is on its way, and gives up what is queued behind it',
    async (test) => {
      const { expect } = test;
      const { notify, portal, sender, outbox, reads, bot } = await beside(test);
      portal.misbehave({ on: ADD, times: 1, do: { kind: 'delay', ms: 12_000 } });
      await notify([CROWD], 'first');
      await portal.waitFor(({ requests }) => requests.length > 0);
      await notify([CROWD], 'second');
      expect((await outbox('list', '--state', 'queued,sending')).states.sort()).toEqual(['queued', 'sending']);
      expect(await outbox('drop', '--state', 'sending')).toMatchObject({ code: 2 });
      expect(await outbox('retry', '--older-than', '1s')).toMatchObject({ code: 1 });
      expect(await outbox('drop', '--state', 'queued')).toMatchObject({ code: 0, states: ['failed'] });
      expect((await sender.answers(':x:', 30_000)).text).toContain('second');
      expect((await sender.answers(':white_check_mark:', 30_000)).text).toContain('first');
      expect(reads(CROWD)).toEqual(['first']);
      expect(await bot.stop()).toBe(0);
    },
    MINUTE,
  );

  it(
    'sends again at once what waits or failed, and gives up what nobody knows of',
    async (test) => {
      const { expect } = test;
      const { notify, portal, sender, outbox, standing, reads } = await beside(test);
      portal.misbehave({ on: ADD, times: 1, do: GONE });
      await notify([CROWD], 'failed');
      await sender.answers(':x:');
      expect(await outbox('retry', '--state', 'failed')).toMatchObject({ code: 0, states: ['queued'] });
      expect((await sender.answers(':white_check_mark:', 30_000)).text).toContain('failed');
      portal.misbehave({ on: ADD, times: 2, do: { kind: 'cut', when: 'before' } });
      await notify([CROWD + 1], 'unknown');
      await standing('unknown');
      await sender.answers(':warning:', 30_000);
      expect(await outbox('drop', '--state', 'unknown', '--older-than', '1s')).toMatchObject({ states: ['failed'] });
      expect((await sender.answers(':x: Not delivered: “unknown”', 30_000)).text).toContain('given it up');
      expect([reads(CROWD), reads(CROWD + 1)]).toEqual([['failed'], []]);
    },
    MINUTE,
  );
});
