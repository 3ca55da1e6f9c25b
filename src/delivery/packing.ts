import type { Outbox, Taken } from '../outbox/outbox.ts';
import { MOST_IN_BATCH } from './portal-port.ts';

/** Half of what a small request may wait at most for its turn, in milliseconds. */
const LONG_FLIGHT = 1000;

/** What goes to the portal in one request, so that small requests never wait for the work on large ones. */
export class Packing {
  readonly #outbox: Pick<Outbox, 'take'>;
  /** Milliseconds that the last request took for each of its notifications. */
  #eachTook = 0;
  /** What is under way as half a batch. */
  #halved: readonly Taken[] | undefined;

  constructor(outbox: Pick<Outbox, 'take'>) {
    this.#outbox = outbox;
  }

  /**
   * Takes what goes in the next request. Small requests go by themselves. Only where requests are short do large ones ride
   * along, and do not stand still while small ones keep coming.
   * @param lastLine only one line to the portal is left, and others are in use
   */
  async take(busy: ReadonlySet<number>, how: { requestsAreShort: boolean; lastLine: boolean }): Promise<Taken[]> {
    const small = await this.#outbox.take(MOST_IN_BATCH, busy, 'small');
    const together = how.requestsAreShort ? small.length > 0 : small.length === 0;
    if (!together || small.length === MOST_IN_BATCH) return small;
    // On a slow portal one of the lines, the last one, is given to large requests only by half, so that a small one waits
    // half as long for a line; on a quick one that would only cost requests.
    const halved = how.lastLine && this.#eachTook * MOST_IN_BATCH > LONG_FLIGHT && this.#halved === undefined;
    const most = halved ? MOST_IN_BATCH / 2 : MOST_IN_BATCH;
    const alsoBusy = new Set([...busy, ...small.map(({ notification }) => notification.recipient)]);
    const large = this.#outbox.take(Math.max(most - small.length, 0), alsoBusy);
    // What is in hand goes, whatever becomes of the others.
    const taken = small.length === 0 ? await large : [...small, ...(await large.catch(() => []))];
    if (halved && taken.length > 0) this.#halved = taken;
    return taken;
  }

  /** The portal has answered. */
  answered(taken: readonly Taken[], tookMs: number): void {
    this.#eachTook = tookMs / taken.length;
    if (this.#halved === taken) this.#halved = undefined;
  }
}
