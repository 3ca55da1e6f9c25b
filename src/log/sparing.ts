import type { Log } from './log.ts';

const PAUSE = 60_000;

/**
 * Writes errors that come again and again while the same thing is broken: the first of its kind at once, the next a
 * minute later, with how many there were in between. A database that is away would else fill the log with one line.
 */
export function sparingErrors(log: Log, now: () => number = Date.now): (error: unknown, message: string) => void {
  const kinds = new Map<string, { writtenAt: number; unwritten: number }>();
  return (error, message) => {
    const kind = `${message} ${error instanceof Error ? error.message : error}`;
    const known = kinds.get(kind);
    if (known && now() - known.writtenAt < PAUSE) {
      known.unwritten += 1;
      return;
    }
    for (const [old, { writtenAt }] of kinds) if (now() - writtenAt > 10 * PAUSE) kinds.delete(old);
    kinds.set(kind, { writtenAt: now(), unwritten: 0 });
    log.error({ error, ...(known && known.unwritten > 0 && { unwritten: known.unwritten }) }, message);
  };
}
