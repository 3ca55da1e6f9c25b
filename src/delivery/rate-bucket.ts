/**
 * The portal's own count of our requests: every request adds one, `perSecond` of them run off each second, and over
 * `burst` it refuses (503 QUERY_LIMIT_EXCEEDED). Keeping the same count here means never being refused.
 * Times are milliseconds of the clock that is handed in.
 */
export class RateBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  /** Kept in hand: the first request, with its connection to make, reaches the portal later than it is counted here. */
  readonly #margin: number;
  #level = 0;
  #at: number;

  constructor({ perSecond, burst }: { perSecond: number; burst: number }, now: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#margin = Math.min(1, Math.floor(burst / 10));
    this.#at = now;
  }

  /** How long until a request may go, in milliseconds; 0: now. `reserve` keeps that much of the burst untouched. */
  wait(now: number, reserve = this.#margin): number {
    this.#drain(now);
    const over = this.#level + 1 - (this.#burst - reserve);
    return over <= 0 ? 0 : Math.ceil((over / this.#perSecond) * 1000);
  }

  /** Counts a request that goes out now. */
  add(now: number): void {
    this.#drain(now);
    this.#level += 1;
  }

  /** The portal refused for its rate: somebody else shares our address, and its count is full. */
  correct(now: number): void {
    this.#drain(now);
    this.#level = Math.max(this.#level, this.#burst + this.#perSecond);
  }

  level(now: number): number {
    this.#drain(now);
    return this.#level;
  }

  #drain(now: number): void {
    const passed = Math.max(0, now - this.#at);
    this.#level = Math.max(0, this.#level - (passed / 1000) * this.#perSecond);
    this.#at = now;
  }
}
