import { stat } from 'node:fs/promises';
import { type PeopleFile, readPeopleFile } from './people-file.ts';

/** How soon a change is noticed, in milliseconds. */
const PACE = 1000;

/** people.yml as it stands. */
export interface WatchedPeople {
  /** The last good version. */
  current(): PeopleFile;
  stop(): void;
}

export interface WatchOptions {
  path: string;
  /** What is in force at the beginning. */
  first: PeopleFile;
  onChanged(file: PeopleFile): void;
  /** A new version cannot be read; the last good one stays in force. Told once for each broken version. */
  onBroken(error: unknown, inForce: PeopleFile): void;
  pace?: number;
}

/**
 * Reads people.yml again whenever it changes. It is looked at rather than listened to: a file that is replaced by another
 * one, a mounted ConfigMap (links that are moved to a new folder) and a network disk send a listener no event, or to a
 * file that is gone.
 */
export function watchPeopleFile({ path, first, onChanged, onBroken, pace = PACE }: WatchOptions): WatchedPeople {
  let current = first;
  let inForce: string | undefined;
  let suspect: string | undefined;
  let told: string | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const seen = await signature(path);
    if (seen === inForce || seen === told) return;
    try {
      const file = await readPeopleFile(path);
      // Changed once more while it was read: the next look sees that.
      if (stopped || (await signature(path)) !== seen) return;
      const isChange = inForce !== undefined || told !== undefined;
      current = file;
      inForce = seen;
      suspect = told = undefined;
      if (isChange) onChanged(file);
    } catch (error) {
      if (stopped) return;
      // Some editors empty a file before they write it: broken is what is still so at the second look.
      if (suspect !== seen) {
        suspect = seen;
        return;
      }
      told = seen;
      inForce = undefined;
      onBroken(error, current);
    }
  }

  function again(): void {
    if (stopped) return;
    timer = setTimeout(() => void look().finally(again), pace);
    timer.unref();
  }
  void look().finally(again);

  return {
    current: () => current,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Tells one version of a file from another, through links; the same word for every file that is not there. */
async function signature(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = await stat(path);
    return [dev, ino, size, mtimeMs, ctimeMs].join(':');
  } catch {
    return 'absent';
  }
}
