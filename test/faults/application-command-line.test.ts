import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { b24notify, projectFolder } from '../cli/command-line.ts';
import { applicationCompany } from './application-company.ts';
import { CROWD } from './company.ts';

const SECONDS = { timeout: 6000 };

it('the command line beside the bot, each time with a token that has run out: neither uses up the other one’s', async (test) => {
  const scene = await applicationCompany(test);
  const { start, pair, notify, portal, reads, commandLine } = scene;
  const bot = await start(pair());
  await expect.poll(bot.wrong, SECONDS).toEqual([]);
  const env = commandLine();
  const commands = [
    ['send', '--user', `${CROWD}`, '--text', 'Hello', '--tag', 'cli'],
    ['delete', '--tag', 'cli'],
    ['people', 'check'],
    ['doctor'],
  ];
  for (const [round, argv] of commands.entries()) {
    portal.tokens.expireAccess();
    const { code, stdout, stderr } = await b24notify(argv, { env });
    expect(`${code} ${stderr}`).toBe(`0 ${stderr}`);
    for (const secret of [portal.application.clientSecret, ...portal.tokens.everIssued])
      expect(stdout + stderr).not.toContain(secret);
    portal.tokens.expireAccess();
    await notify([CROWD + 1], `after ${argv[0]}`);
    await expect.poll(() => reads(CROWD + 1).length, SECONDS).toBe(round + 1);
  }
  expect(portal.requests.filter(({ method, status }) => method === 'oauth/token' && status !== 200)).toEqual([]);
}, 90_000);

it('Ctrl-C in the middle of a renewal ends the command line when the bot can have the new pair', async (test) => {
  const { start, pair, notify, portal, reads, commandLine } = await applicationCompany(test);
  const bot = await start(pair());
  await expect.poll(bot.wrong, SECONDS).toEqual([]);
  const interrupted = async () => {
    portal.tokens.expireAccess();
    const issued = portal.tokens.everIssued.length;
    portal.misbehave({ on: 'oauth/token', do: { kind: 'delay', ms: 2500, when: 'after' }, times: 1 });
    const { PATH = '' } = process.env;
    const command = spawn(process.execPath, ['src/cli/main.ts', 'send', '--user', `${CROWD}`, '--text', 'Never'], {
      cwd: projectFolder,
      env: { PATH, ...commandLine() },
      stdio: 'ignore',
    });
    // The new pair is made, and its answer on the way.
    await expect.poll(() => portal.tokens.everIssued.length, { timeout: 10_000, interval: 20 }).toBeGreaterThan(issued);
    const ended = once(command, 'exit');
    command.kill('SIGINT');
    return ended;
  };
  expect(await interrupted()).toEqual([null, 'SIGINT']);
  expect(reads(CROWD)).toEqual([]);
  await notify([CROWD + 1], 'goes on');
  await expect.poll(() => reads(CROWD + 1), SECONDS).toEqual(['goes on']);
  expect(await bot.wrong()).toEqual([]);
}, 60_000);
