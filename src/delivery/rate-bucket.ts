/** Kept in hand for the way to the portal, in requests: at 2 a second, an eighth of a second. */
const MARGIN = 0.25;

/**
 * The portal's own count of our requests: every request adds one, `perSecond` of them run off each second, and over
 * `burst` it refuses (503 QUERY_LIMIT_EXCEEDED). Keeping the same count here means never being refused.
 *
 * What is counted here before the portal counts it runs off here too early. So as long as the bucket is not empty, it
 * keeps as much in hand as ran off while the slowest request waited for its connection.
 *
 * Times are milliseconds of the clock that is handed in.
 */
export class RateBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #level = 0;
  #at: number;
  #late = 0;

  constructor({ perSecond, burst }: { perSecond: number; burst: number }, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#at = now;
  }

  /** How long until a request may go, in milliseconds; 0: now. `reserve` keeps that much of the burst untouched. */
  wait(now: number, reserve = 0): number {
    this.#drain(now);
    const over = this.#level + 1 - (this.#burst - Math.max(reserve, this.#margin()));
    return over <= 0 ? 0 : Math.ceil((over / this.#perSecond) * 1000);
  }

  /** Counts a request that goes out now. */
  add(now: number): void {
    this.#drain(now);
    this.#level += 1;
  }

  /** A request went out so many milliseconds after it was counted. */
  late(ms: number): void {
    this.#late = Math.max(this.#late, ms);
  }

  /** The portal refused for its rate: its count is full, and the refused request counts as well. */
  correct(now: number): void {
    this.#drain(now);
    this.#level = Math.max(this.#level, this.#burst + 1);
  }

  level(now: number): number {
    this.#drain(now);
    return this.#level;
  }

  /** Never more than a tenth of the burst: a portal that takes few requests must still be asked. */
  #margin(): number {
    return Math.min(MARGIN + (this.#late / 1000) * this.#perSecond, this.#burst / 10);
  }

  #drain(now: number): void {
    const passed = Math.max(0, now - this.#at);
    this.#level = Math.max(0, this.#level - (passed / 1000) * this.#perSecond);
    if (this.#level === 0) this.#late = 0;
    this.#at = now;
  }
}
