import { waitFor } from './until-answered.ts';

/** Longest wait for Slack's rate; what has to wait longer fails, and whoever asked tries again or says so. */
const LONGEST = 60_000;
/** A trigger opens a form for three seconds: whoever clicked reads sooner that it did not open. */
const LONGEST_FOR_TRIGGER = 1500;
const OF_TRIGGER = /\/views\.(?:open|push)$/;

/**
 * The same `fetch`, where a call that Slack refuses for its rate waits as long as Slack says, and no other call does.
 * Slack counts each method by itself, and messages each conversation by itself; its own client holds back everything
 * instead, so that one person's report keeps the forms of all others from opening.
 * @see https://docs.slack.dev/apis/web-api/rate-limits
 * @param timeout milliseconds that each try may take; the wait between them is not counted
 * @param stopping from then on nothing waits any more
 */
export function waitingForRate(
  fetch: typeof globalThis.fetch,
  { timeout, stopping }: { timeout: number; stopping: AbortSignal },
): typeof globalThis.fetch {
  return async (input, init) => {
    const longest = OF_TRIGGER.test(String(input)) ? LONGEST_FOR_TRIGGER : LONGEST;
    let waited = 0;
    for (;;) {
      const response = await fetch(input, { ...init, signal: AbortSignal.timeout(timeout) });
      const wait = Number(response.headers.get('retry-after')) * 1000;
      waited += wait;
      if (response.status !== 429 || !(wait > 0) || waited > longest) return response;
      try {
        await waitFor(wait, stopping);
      } catch {
        return response;
      }
      await response.body?.cancel();
    }
  };
}
