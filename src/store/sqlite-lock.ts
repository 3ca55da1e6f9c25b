import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OURS_ALONE } from './sqlite.ts';

/**
 * Lets one bot at a time use a SQLite store, while the command line still can. The lock is an open transaction on a
 * small file beside the store: the system lets go of it when the process ends, however it ends.
 * @returns what gives the lock back, or undefined when another process holds it
 */
export function lockSqlite(path: string): (() => void) | undefined {
  mkdirSync(dirname(path), { recursive: true, mode: OURS_ALONE });
  const lock = new DatabaseSync(`${path}.lock`);
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE;');
    return () => lock.close();
  } catch (error) {
    lock.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) return undefined;
    throw error;
  }
}
