import type { Log } from '../log/log.ts';
import { type Checks, failing } from './check.ts';

/** Nothing in this process can mend it: a supervisor has to start another one. */
export class UnrecoverableError extends Error {
  override readonly name = 'UnrecoverableError';
  readonly code = 'unrecoverable';
  readonly advice: string;

  constructor(message: string, advice: string, cause?: unknown) {
    super(message, { cause });
    this.advice = advice;
  }
}

export interface WatchOptions {
  checks: Checks;
  /**
   * By the name of the check: milliseconds of unbroken trouble after which only a new process helps; not counted while
   * the check `unless` fails too, which then is the cause and lies outside of the process. And what to know for the next
   * start, where it is not that nothing is lost.
   */
  endAfter: Readonly<Record<string, { ms: number; unless?: string; advice?: string }>>;
  log: Log;
  onUnrecoverable(error: UnrecoverableError): void;
  /** Milliseconds between two looks. */
  pace?: number;
  now?: () => number;
}

const PACE = 5000;

/**
 * Looks after the bot while nobody asks `/readyz`: the log says when something stops working and when it works again,
 * and what does not come back by itself ends the process.
 * @returns what ends the watch
 */
export function startWatch({ checks, endAfter, log, onUnrecoverable, pace = PACE, now = Date.now }: WatchOptions) {
  const since = new Map<string, number>();
  const counted = new Map<string, number>();
  let stopped = false;

  async function look(): Promise<void> {
    const reasons = new Map(Object.entries(await failing(checks)));
    if (stopped) return;
    for (const what of [...since.keys()].filter((known) => !reasons.has(known))) {
      log.info({ what, afterMs: now() - (since.get(what) ?? now()) }, 'works again');
      since.delete(what);
    }
    for (const [what, reason] of reasons) {
      if (!since.has(what)) {
        since.set(what, now());
        counted.set(what, now());
        log.error({ what, reason }, 'does not work');
      }
      const end = endAfter[what];
      if (end === undefined) continue;
      if (reasons.has(end.unless ?? '')) counted.set(what, now());
      if (now() - (counted.get(what) ?? now()) < end.ms) continue;
      stopped = true;
      clearInterval(timer);
      onUnrecoverable(
        new UnrecoverableError(
          `The bot cannot go on: ${what}: ${reason}.`,
          end.advice ?? 'What was accepted is in the store; the next start goes on with it.',
        ),
      );
      return;
    }
  }

  const timer = setInterval(() => void look(), pace);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
