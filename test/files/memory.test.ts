import { expect, it, onTestFinished } from 'vitest';
import type { FileStandIns } from '../../bench/files/stand-ins.ts';
import type { Transfer } from '../../bench/files/transfer.ts';
import { startHelper } from '../../bench/process/helper.ts';

const MB = 1024 * 1024;
const FILE = 200 * MB;
/** A file of 1 GB may need 64; left to itself, V8 keeps some 60 MB of what was read. */
const MOST_RAISED = 40 * MB;

/** The bot's part and both its ends, each in a process of its own. */
async function ends() {
  const standIns = startHelper<FileStandIns>(new URL('../../bench/files/stand-ins.ts', import.meta.url));
  const bot = startHelper<Transfer>(new URL('../../bench/files/transfer.ts', import.meta.url));
  onTestFinished(async () => {
    await standIns.ask('close');
    await Promise.all([standIns.stop(), bot.stop()]);
  });
  await bot.ask('open', await standIns.ask('open'));
  return {
    bot,
    stored: () => standIns.ask('stored'),
    file: async (bytes: number) => ({ bytes, ...(await standIns.ask('file', { bytes })) }),
  };
}

it('a large file goes into the Drive without being held in memory', async () => {
  const { bot, file, stored } = await ends();
  await bot.ask('drive', await file(5 * MB));
  await bot.ask('watch');
  await bot.ask('drive', await file(FILE));
  const { before, peak } = await bot.ask('memory');
  expect(await stored()).toEqual([5 * MB, FILE]);
  expect(peak - before).toBeLessThan(MOST_RAISED);
}, 60_000);

it('a large file goes through the bot to its reader without being held in memory', async () => {
  const { bot, file } = await ends();
  const read = async (bytes: number) => {
    const answer = await fetch(await bot.ask('serve', await file(bytes)));
    let came = 0;
    for await (const chunk of answer.body ?? []) came += chunk.length;
    expect(came).toBe(bytes);
  };
  await read(5 * MB);
  await bot.ask('watch');
  await read(FILE);
  const { before, peak } = await bot.ask('memory');
  expect(peak - before).toBeLessThan(MOST_RAISED);
}, 60_000);
