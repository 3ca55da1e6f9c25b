import type { Store } from '../store/store.ts';
import { fileArrival } from './file-arrival.ts';
import type { FileCopies } from './file-copies.ts';
import { fileFolders } from './file-folders.ts';
import { fileJobs } from './file-jobs.ts';

/**
 * The files on their way into the Drive, on a database; the same queries for SQLite and PostgreSQL.
 * @param now the clock, in milliseconds of the epoch
 */
export function createFileCopies(store: Store, now: () => number = Date.now): FileCopies {
  return { ...fileJobs(store, now), ...fileFolders(store, now), ...fileArrival(store) };
}
