import { type Now, seconds } from './clock.ts';
import { Refusal } from './refusal.ts';

const WINDOW_SECONDS = 600;
const BUCKET_SECONDS = 60;
/** Calls up to this long are not counted (module source: rest/lib/engine/access/loadlimiter.php). */
const FREE_SECONDS = 0.1;

/**
 * Work time of each method for each credential over the last ten minutes, in one-minute buckets. Over the limit the next
 * call of that method is refused, others go on. Sources disagree whether a batch is charged by its own name or by the
 * names inside; this portal charges both.
 */
export class Operating {
  readonly #limit: number | false;
  readonly #now: Now;
  readonly #spent = new Map<string, Map<number, number>>();

  constructor(limitSeconds: number | false, now: Now) {
    this.#limit = limitSeconds;
    this.#now = now;
  }

  charge(credential: string, method: string, worked: number): void {
    if (worked <= FREE_SECONDS) return;
    const key = `${credential} ${method}`;
    const buckets = this.#spent.get(key) ?? new Map<number, number>();
    this.#spent.set(key, buckets);
    const bucket = Math.floor(seconds(this.#now) / BUCKET_SECONDS);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + worked);
  }

  /** Seconds spent in the window, and when its oldest bucket drops out; undefined where nothing is limited. */
  state(credential: string, method: string): { operating: number; resetAt: number } | undefined {
    if (this.#limit === false) return undefined;
    const time = seconds(this.#now);
    const oldest = Math.floor((time - WINDOW_SECONDS) / BUCKET_SECONDS) + 1;
    const live = [...(this.#spent.get(`${credential} ${method}`) ?? [])].filter(([bucket]) => bucket >= oldest);
    const first = live.length === 0 ? Math.floor(time / BUCKET_SECONDS) : Math.min(...live.map(([bucket]) => bucket));
    return {
      operating: live.reduce((sum, [, worked]) => sum + worked, 0),
      resetAt: first * BUCKET_SECONDS + WINDOW_SECONDS,
    };
  }

  /** @throws {Refusal} OPERATION_TIME_LIMIT */
  check(credential: string, method: string): void {
    const spent = this.state(credential, method)?.operating ?? 0;
    if (this.#limit !== false && spent > this.#limit) throw operationLimit();
  }
}

export function operationLimit(): Refusal {
  return new Refusal(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.');
}
