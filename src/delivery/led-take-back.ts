import type { Notification } from '../outbox/notification.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { CameOfTakeBack, TakeBacks } from '../outbox/take-backs.ts';
import { type Removing, takeBack, type Withdrawal } from './take-back.ts';

export interface LedTakeBackOptions {
  outbox: Outbox;
  takeBacks: TakeBacks;
  /** Whoever delivers in this copy, and whether it is this copy that delivers. */
  delivery: Removing & { readonly leading: boolean };
  onTrouble(error: unknown): void;
  now?: () => number;
}

/** How often the copy that delivers looks for what it is asked, and whoever asked for the answer, in milliseconds. */
const LOOK = 200;
const LISTEN = 100;
/** A copy that delivered and died is followed within 15 s, and the portal's rate may hold a removal up for 30. */
const PATIENCE = 50_000;

/**
 * Takes requests back through the copy of the bot that delivers, whichever was asked: it alone knows how much of the
 * portal's rate is left, and that nothing newer with the same tag leaves in the same moment.
 */
export class LedTakeBack {
  readonly #options: Required<LedTakeBackOptions>;
  readonly #inHand = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #stopped = false;

  constructor(options: LedTakeBackOptions) {
    this.#options = { now: Date.now, ...options };
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().finally(() => {
        if (!this.#stopped) this.start();
      });
    }, LOOK);
  }

  /** Begins with nothing new, and lets end what is in hand. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#inHand.values());
  }

  /** @throws when the copy that delivers does not answer in time, or the store refuses */
  async takeBack(requestId: string): Promise<Withdrawal> {
    const { outbox, takeBacks, delivery, now } = this.#options;
    if (delivery.leading) return takeBack(requestId, outbox, delivery);
    const until = now() + PATIENCE;
    const id = await takeBacks.ask(requestId, until);
    try {
      while (now() < until && !this.#stopped) {
        await new Promise((resolve) => setTimeout(resolve, LISTEN));
        const came = await takeBacks.answered(id);
        if (came !== undefined) return withdrawalOf(came, (await outbox.status(requestId))?.notifications ?? []);
      }
      throw new Error('The copy of the bot that delivers did not say whether it took the request back.');
    } finally {
      await takeBacks.forget(id);
    }
  }

  async #look(): Promise<void> {
    const { takeBacks, delivery, onTrouble } = this.#options;
    if (!delivery.leading) return;
    try {
      for (const { id, requestId } of await takeBacks.asked()) {
        if (this.#inHand.has(id)) continue;
        const work = this.#answer(id, requestId)
          .catch(onTrouble)
          .finally(() => this.#inHand.delete(id));
        this.#inHand.set(id, work);
      }
    } catch (error) {
      onTrouble(error);
    }
  }

  async #answer(id: string, requestId: string): Promise<void> {
    const { outbox, takeBacks, delivery } = this.#options;
    await takeBacks.answer(id, cameOf(await takeBack(requestId, outbox, delivery)));
  }
}

function cameOf({ cancelled, underWay, replaced, kept }: Withdrawal): CameOfTakeBack {
  const ids = (some: readonly Notification[]) => some.map(({ id }) => id);
  return {
    cancelled: ids(cancelled),
    underWay: ids(underWay),
    replaced: ids(replaced),
    kept: kept.map(({ notification, why }) => ({ id: notification.id, why })),
  };
}

function withdrawalOf(came: CameOfTakeBack, notifications: readonly Notification[]): Withdrawal {
  const byId = new Map(notifications.map((notification) => [notification.id, notification]));
  const these = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  return {
    cancelled: these(came.cancelled),
    underWay: these(came.underWay),
    replaced: these(came.replaced),
    kept: came.kept.flatMap(({ id, why }) => these([id]).map((notification) => ({ notification, why }))),
  };
}
