/**
 * How often the app may ask. Source: docs.slack.dev/apis/web-api/rate-limits: counted by method, workspace and app, 429 with
 * Retry-After above it. Slack names the least that it lets through ("50+ per minute"), which is the most here.
 */

/** Calls within so many milliseconds; `perChannel`: counted for each conversation by itself. */
export interface Pace {
  calls: number;
  within: number;
  perChannel?: true;
}

const MINUTE = 60_000;
export const TIER_2: Pace = { calls: 20, within: MINUTE };
export const TIER_3: Pace = { calls: 50, within: MINUTE };
export const TIER_4: Pace = { calls: 100, within: MINUTE };
/** chat.postMessage: "one message per second per channel". Slack forgives short bursts, the sandbox does not. */
export const A_SECOND_FOR_EACH_CHANNEL: Pace = { calls: 1, within: 1000, perChannel: true };

/** The calls that were let through lately. */
export class CallRates {
  readonly #taken = new Map<string, number[]>();

  /** Takes a call in; or the seconds to wait before it may be made again. */
  secondsToWait(method: string, pace: Pace, channel: string, now: number): number | undefined {
    const key = pace.perChannel ? `${method} ${channel}` : method;
    const recent = (this.#taken.get(key) ?? []).filter((at) => at > now - pace.within);
    this.#taken.set(key, recent);
    const oldest = recent.at(-pace.calls);
    if (oldest !== undefined) return Math.max(1, Math.ceil((oldest + pace.within - now) / 1000));
    recent.push(now);
    return undefined;
  }
}
