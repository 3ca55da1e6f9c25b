import type { Now } from './clock.ts';

/**
 * The request rate as docs describe it: every HTTP request adds one, the drain takes away `rate` a second, and above
 * `burst` requests are refused until the level has fallen. One bucket for each source address, whatever the credentials.
 * A refused request counts as well, up to two seconds of drain, so that hammering does not get through sooner.
 */
export class RateBucket {
  readonly #rate: number;
  readonly #burst: number;
  readonly #now: Now;
  readonly #levels = new Map<string, { level: number; at: number }>();

  constructor(rate: number, burst: number, now: Now) {
    this.#rate = rate;
    this.#burst = burst;
    this.#now = now;
  }

  /** Takes one request in; false when it has to be refused. */
  admit(source: string): boolean {
    const level = this.level(source) + 1;
    this.#levels.set(source, { level: Math.min(level, this.#burst + 2 * this.#rate), at: this.#now() });
    return level <= this.#burst;
  }

  level(source: string): number {
    const known = this.#levels.get(source);
    if (known === undefined) return 0;
    const drained = ((this.#now() - known.at) / 1000) * this.#rate;
    return Math.max(0, known.level - Math.max(0, drained));
  }
}
