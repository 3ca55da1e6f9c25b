import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { connectStore, type StoreAddress, StoreError } from '../../store/store.ts';
import { writeOnce } from '../../store/write-check.ts';
import { bad, doubtful, type Finding, good } from './finding.ts';

const CHECK = 'Store';
const LITTLE = 200 * 1024 * 1024;
/** A new store takes less. */
const NONE = 1024 * 1024;

/** Whether the store opens and takes writes, of which version it is, and whether its disk has room. Makes none that is not there. */
export async function checkStore(address: StoreAddress): Promise<Finding> {
  try {
    if (address.kind === 'sqlite') return await checkSqlite(address.path);
    const refused = await writeRefused(address);
    if (refused === undefined)
      return good(CHECK, 'PostgreSQL opens and takes writes, and its tables are of this version.');
    return bad(
      CHECK,
      `PostgreSQL opens, but takes no writes: ${refused}.`,
      'See whether DATABASE_URL leads to a standby, whether its disk is full, and whether its user may write.',
    );
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
  const refused = there && (await writeRefused({ kind: 'sqlite', path }));
  if (refused !== undefined) {
    return bad(
      CHECK,
      `${resolve(path)} opens, but takes no writes: ${refused} (${room}).`,
      'Give the user that runs the bot the right to write to it, and make room on its disk if that is full.',
    );
  }
  if (free < LITTLE) {
    const state = free < NONE ? bad : doubtful;
    return state(CHECK, `${resolve(path)}: only ${room}.`, 'Make room on this disk: a full one accepts nothing.');
  }
  return good(
    CHECK,
    there
      ? `${resolve(path)} opens, takes writes and is of this version; ${room}.`
      : `${resolve(path)} will be made at the first start; ${room}.`,
  );
}

/** Why the store takes no writes. What only opens may be full or read-only. */
async function writeRefused(address: StoreAddress): Promise<string | undefined> {
  const store = await connectStore(address, { upgrade: false });
  try {
    await writeOnce(store);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await store.destroy();
  }
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
