import { expect, it } from 'vitest';
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
