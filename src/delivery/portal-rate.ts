import { RateBucket } from './rate-bucket.ts';

/** The portal takes no further question at the moment: its rate is used up, or it refuses us. */
class PortalBusyError extends Error {
  override readonly name = 'PortalBusyError';
  readonly code = 'portal_busy';

  constructor() {
    super('The portal takes no further question at the moment.');
  }
}

/** Most requests of the burst that are kept for small requests, so that a note to thousands leaves room for them. */
const MOST_RESERVE = 3;
/** How often somebody who waits for their turn looks whether the bot stops. */
const LONGEST_TURN = 250;

/** When the portal may be asked: everything that this process asks of it, notifications and look-ups alike, goes by one count. */
export class PortalRate {
  readonly #bucket: RateBucket;
  readonly #reserve: number;
  readonly #now: () => number;
  #heldUntil = 0;
  #stopped = false;

  constructor(rate: { perSecond: number; burst: number }, now: () => number) {
    this.#bucket = new RateBucket(rate, now());
    this.#reserve = Math.min(MOST_RESERVE, Math.floor(rate.burst / 10));
    this.#now = now;
  }

  /** How full the portal's bucket of requests is, by our own count. */
  get level(): number {
    return this.#bucket.level(this.#now());
  }

  /** How long until a request may go, in milliseconds; 0: now. Sparing, it leaves alone what is kept for small requests. */
  wait(how: 'all' | 'sparing' = 'all'): number {
    const now = this.#now();
    const room = how === 'sparing' ? this.#bucket.wait(now, this.#reserve) : this.#bucket.wait(now);
    return Math.max(this.#heldUntil - now, room);
  }

  /** Counts a request that goes out now. */
  add(): void {
    this.#bucket.add(this.#now());
  }

  /** A request went out so many milliseconds after it was counted: the portal counts it later than we did. */
  late(ms: number): void {
    this.#bucket.late(ms);
  }

  /** The portal refused for its rate. */
  correct(): void {
    this.#bucket.correct(this.#now());
  }

  /** Nothing is asked until then; what is in hand already only keeps to the rate. */
  hold(until: number): void {
    this.#heldUntil = until;
  }

  get heldUntil(): number {
    return this.#heldUntil;
  }

  /** Waits until the portal has room for one more request, and counts it. */
  async room(): Promise<void> {
    for (let pause = this.#bucket.wait(this.#now()); pause > 0; pause = this.#bucket.wait(this.#now())) {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.add();
  }

  /**
   * Waits until a request beside the notifications may go, and counts it. What is kept of the burst for small requests
   * stays untouched.
   */
  async turn(): Promise<void> {
    for (let pause = this.wait('sparing'); pause > 0 && !this.#stopped; pause = this.wait('sparing')) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(pause, LONGEST_TURN)));
    }
    this.add();
  }

  /**
   * Asks the portal something else, within its rate and while it lets us in: a question counts like a notification.
   * @param patience longest wait for the rate, in milliseconds
   * @throws PortalBusyError when the portal cannot be asked in that time; else what `question` throws
   */
  async ask<T>(question: () => Promise<T>, patience: number): Promise<T> {
    const until = this.#now() + patience;
    for (let pause = this.wait(); pause > 0; pause = this.wait()) {
      if (this.#now() + pause > until) throw new PortalBusyError();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.add();
    return question();
  }

  /** Nobody waits for a turn any longer. */
  stop(): void {
    this.#stopped = true;
  }
}
