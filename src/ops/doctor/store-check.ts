import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { connectStore, type StoreAddress, StoreError } from '../../store/store.ts';
import { bad, doubtful, type Finding, good } from './finding.ts';

const CHECK = 'Store';
const LITTLE = 200 * 1024 * 1024;

/** Whether the store opens, of which version it is, and whether its disk has room. Makes none that is not there. */
export async function checkStore(address: StoreAddress): Promise<Finding> {
  try {
    if (address.kind === 'sqlite') return await checkSqlite(address.path);
    await (await connectStore(address, { upgrade: false })).destroy();
    return good(CHECK, 'PostgreSQL opens, and its tables are of this version.');
  } catch (error) {
    if (error instanceof StoreError) return bad(CHECK, error.message, error.advice);
    throw error;
  }
}

async function checkSqlite(path: string): Promise<Finding> {
  const folder = await nearestFolder(path);
  if (!(await isWritable(folder))) {
    return bad(
      CHECK,
      `This user may not write to ${folder}.`,
      'Give the user that runs the bot the right to write there.',
    );
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const room = `${Math.round(free / 1024 / 1024)} MB free`;
  const there = await stat(path).catch(() => undefined);
  if (there) await (await connectStore({ kind: 'sqlite', path }, { upgrade: false })).destroy();
  if (free < LITTLE)
    return doubtful(CHECK, `${resolve(path)}: only ${room}.`, 'Make room on this disk: a full one accepts nothing.');
  return good(
    CHECK,
    there
      ? `${resolve(path)} opens and is of this version; ${room}.`
      : `${resolve(path)} will be made at the first start; ${room}.`,
  );
}

async function nearestFolder(path: string): Promise<string> {
  const folder = dirname(resolve(path));
  const there = await stat(folder).catch(() => undefined);
  return there || folder === dirname(folder) ? folder : nearestFolder(folder);
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}
