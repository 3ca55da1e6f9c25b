/** Every step of delivery says when the next one is due; so much later it has hung. Milliseconds, as all of these. */
const LATEST_STEP = 15_000;
/** The portal is given 65 s for a batch, and several batches of one taking follow each other when our code fails. */
const LONGEST_FLIGHT = 180_000;

/** What delivery waits for at this moment. */
interface Waiting {
  /** Since when the database has owed an answer about who delivers. */
  askedAt: number | undefined;
  /** When the oldest that is on its way began. */
  oldest: number | undefined;
}

/** Knows whether delivery still moves, whatever it waits for. */
export class SignsOfLife {
  readonly #now: () => number;
  #next = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A step was made. @param pause milliseconds until the next one is due, for which nothing need move */
  show(pause = 0): void {
    this.#next = this.#now() + pause;
  }

  /** Why nothing would be delivered however long one waits; undefined as long as there are signs of life. */
  trouble({ askedAt, oldest }: Waiting): string | undefined {
    const now = this.#now();
    if (askedAt !== undefined && now - askedAt > LATEST_STEP) return 'the database does not answer who delivers';
    // What is in flight is a sign of its own.
    if (oldest !== undefined)
      return now - oldest > LONGEST_FLIGHT ? 'a request to the portal does not come to an end' : undefined;
    return now - this.#next > LATEST_STEP ? 'delivery has shown no sign of life' : undefined;
  }
}
