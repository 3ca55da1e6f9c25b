import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { freePort } from '../start/bot.ts';
import { CROWD, company } from './company.ts';

it('a full disk: the sender is told that it was not accepted, and what was accepted arrives', async (test) => {
  const { start, notify, portal, sender, reads, workspace } = await company(test);
  const first = await start();
  await notify([CROWD], 'while there is room');
  await sender.answers(':white_check_mark:');
  await first.stop();
  // No file may grow any more: what a full disk is to a process (blocks of 512 bytes).
  const full = await start({}, 'ulimit -f 160;');
  let accepted = 0;
  let refused: string | undefined;
  for (let round = 0; round < 60 && refused === undefined; round++) {
    const { body, acknowledgedInMs } = await notify([CROWD + 1], `${round} ${'long '.repeat(700)}`);
    expect(acknowledgedInMs).toBeLessThan(3000);
    if (JSON.stringify(body ?? '').includes('Not accepted')) refused = JSON.stringify(body);
    else accepted += 1;
  }
  expect(refused).toContain('nothing was sent');
  await full.kill();
  expect(workspace.callsOf('response_url').length).toBeGreaterThan(0);
  await start();
  await portal.waitFor(() => portal.bell(CROWD + 1).length >= accepted, 15_000);
  await notify([CROWD + 2], 'room again');
  await portal.waitFor(() => portal.bell(CROWD + 2).length === 1);
  expect(reads(CROWD + 1)).toHaveLength(accepted);
  expect(new Set(reads(CROWD + 1)).size).toBe(accepted);
}, 60_000);

it.runIf(process.platform === 'linux')(
  'a disk that fills up under a running bot shows in /readyz within 30 s, and once there is room again all goes on by itself',
  async (test) => {
    const ops = await freePort();
    const { start, notify, portal, sender, reads, database } = await company(test, { env: { OPS_PORT: String(ops) } });
    const bot = await start();
    const wrong = async () => {
      const answer = await fetch(`http://127.0.0.1:${ops}/readyz`);
      return Object.keys(JSON.parse(await answer.text()).reasons ?? {});
    };
    await notify([CROWD], 'before');
    await sender.answers(':white_check_mark:');
    expect(await wrong()).toEqual([]);
    // One is with the portal at the moment when the disk is full: that it arrived can be noted later.
    portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'delay', ms: 3000, when: 'after' }, times: 1 });
    await notify([CROWD], 'under way');
    await portal.waitFor(
      () => portal.requests.filter(({ method }) => method === 'im.notify.personal.add').length === 2,
    );
    const room = (bytes: number | 'unlimited') =>
      execFileSync('prlimit', ['--pid', String(bot.pid), `--fsize=${bytes}:unlimited`]);
    room(statSync(`${database}-wal`).size);
    const { body, acknowledgedInMs } = await notify([CROWD + 1], 'too much');
    expect(JSON.stringify(body)).toContain('Not accepted');
    expect(acknowledgedInMs).toBeLessThan(3000);
    await expect.poll(wrong, { timeout: 30_000, interval: 100 }).toEqual(['store writes']);
    await bot.says('"what":"store writes"');
    room('unlimited');
    await expect.poll(wrong, { timeout: 30_000, interval: 100 }).toEqual([]);
    await sender.answers(':white_check_mark: Delivered to b24:1000: “under way”');
    await notify([CROWD + 1], 'room again');
    await portal.waitFor(() => portal.bell(CROWD + 1).length === 1);
    expect(reads(CROWD)).toEqual(['before', 'under way']);
    expect(reads(CROWD + 1)).toEqual(['room again']);
    expect(await bot.stop()).toBe(0);
  },
  90_000,
);
