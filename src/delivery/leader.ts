/** Of several copies of the bot, one delivers. Times are milliseconds of our own clock. */
export interface LeasePort {
  /** @returns until when this copy may deliver at least; undefined: another copy does */
  hold(): Promise<number | undefined>;
  release(): Promise<void>;
}

export interface LeaderOptions {
  lease: LeasePort;
  /** This copy delivers from now on; what others left under way has to be put back first. */
  onGained(): Promise<void>;
  onTrouble(error: unknown): void;
  now(): number;
}

/** Well within a lease's life, so that one slow answer of the database does not lose it. */
const RENEWAL = 3000;
/** A lease about to end counts as ended: what is sent now must come back while it is still ours. */
const MARGIN = 1000;

/** Holds the lease as long as it can be had, and knows whether this copy delivers at this moment. */
export class Leader {
  readonly #options: LeaderOptions;
  #until = 0;
  #timer: NodeJS.Timeout | undefined;
  #renewing: Promise<void> | undefined;
  #askedAt: number | undefined;
  #stopped = false;

  constructor(options: LeaderOptions) {
    this.#options = options;
  }

  get leading(): boolean {
    return this.#until - MARGIN > this.#options.now();
  }

  /** Since when the database has owed an answer about the lease. */
  get askedAt(): number | undefined {
    return this.#askedAt;
  }

  async start(): Promise<void> {
    await this.#renew();
  }

  /** Gives the lease back, so that another copy goes on at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#renewing;
    const held = this.#until > 0;
    this.#until = 0;
    if (held) await this.#options.lease.release();
  }

  async #renew(): Promise<void> {
    const { lease, onGained, onTrouble, now } = this.#options;
    this.#askedAt = now();
    try {
      const until = await lease.hold();
      // Put back what was under way before anything is taken: after a gap another copy may have worked in between.
      if (until !== undefined && !this.leading) await onGained();
      this.#until = until ?? 0;
    } catch (error) {
      onTrouble(error);
    } finally {
      this.#askedAt = undefined;
    }
    if (this.#stopped || this.#until === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => {
      this.#renewing = this.#renew();
    }, RENEWAL);
  }
}
