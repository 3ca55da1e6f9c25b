import { webApi } from '@slack/bolt';
import type { Log } from '../log/log.ts';
import { SlackRefusedError } from './refusal.ts';

const LONGEST_PAUSE = 30_000;

/**
 * Repeats until Slack answers, however long it is away.
 * @throws SlackRefusedError when Slack refuses for good; the last error once `signal` is aborted
 */
export async function untilAnswered<T>(ask: () => Promise<T>, log: Log, signal: AbortSignal): Promise<T> {
  for (let pause = 1000; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof SlackRefusedError || signal.aborted) throw error;
      const wait = error instanceof webApi.WebAPIRateLimitedError ? Math.max(pause, error.retryAfter * 1000) : pause;
      log.warn({ error }, `Slack does not answer; asking again in ${wait / 1000} s`);
      await waitFor(wait, signal);
    }
  }
}

/** @throws the reason of `signal` as soon as it is aborted */
export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
  signal.throwIfAborted();
}
