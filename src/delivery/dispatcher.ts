import type { Notification } from '../outbox/notification.ts';
import { KEPT_IN_ORDER } from '../outbox/order.ts';
import type { Accepted, Outbox, Taken } from '../outbox/outbox.ts';
import type { NewRequest } from '../outbox/request.ts';
import { Courier, type CourierTrouble } from './courier.ts';
import { Credentials, type CredentialsTrouble } from './credentials.ts';
import { Leader, type LeasePort } from './leader.ts';
import { Lines } from './lines.ts';
import { Notes } from './notes.ts';
import { Packing } from './packing.ts';
import { MOST_IN_BATCH, type PortalPort, type TakenBack } from './portal-port.ts';
import { PortalRate } from './portal-rate.ts';
import { removeAll } from './removal.ts';
import { SignsOfLife } from './signs-of-life.ts';
import { CREDENTIALS_PAUSE } from './verdict.ts';

export interface DispatcherOptions {
  outbox: Outbox;
  portal: PortalPort;
  lease: LeasePort;
  /** How often to look for what other copies of the bot stored, in milliseconds; absent: there are none. */
  lookEvery?: number;
  rate: { perSecond: number; burst: number; concurrency: number };
  /** Milliseconds after which an undelivered notification is given up. */
  deliveryTtl: number;
  /** Hears of every notification whose state changed, after the store has it. */
  onChanged(notifications: readonly Notification[]): void;
  onTrouble(trouble: DispatcherTrouble): void;
  /** Says when many people wait for their requests to be stored: delivery gives way to them. Absent: never. */
  rush?: { isOn(): boolean; over(): Promise<void> };
  now?: () => number;
  random?: () => number;
}

/** What an operator should hear of. */
export type DispatcherTrouble = CredentialsTrouble | CourierTrouble;

/** How often to look for what is too old, and the longest time to sleep. */
const EXPIRY_PACE = 60_000;
/** The store did not answer: how long until it is asked again. */
const STORE_PAUSE = 1000;
const NO_RUSH = { isOn: () => false, over: async () => {} };
/** The portal is given 30 s for a single call. */
const LONGEST_PROBE = 30_000;
/** How long what is in flight may take when the bot stops. */
const LONGEST_STOP = 8000;

/**
 * Takes what is due out of the outbox and brings it to the portal, as fast as the portal allows and never two at once
 * for the same person. Of several copies of the bot one does so, the one that holds the lease.
 */
export class Dispatcher {
  readonly #options: Required<Omit<DispatcherOptions, 'lookEvery' | 'random'>> & Pick<DispatcherOptions, 'lookEvery'>;
  /** Shared with everything else that asks the portal. */
  readonly rate: PortalRate;
  readonly #leader: Leader;
  readonly #lines: Lines;
  readonly #notes: Notes;
  readonly #packing: Packing;
  readonly #credentials: Credentials;
  readonly #courier: Courier;
  readonly #signs: SignsOfLife;
  /** The store failed in the middle: it may hold as `sending` what nobody has in hand. */
  #unsure = false;
  #expiredAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #pump: Promise<void> | undefined;
  #again = false;
  #stopped = true;
  /** Until then nothing is due, as far as the last look into the outbox says. */
  #clearUntil = 0;

  constructor(options: DispatcherOptions) {
    const { now = Date.now, random = Math.random, rush = NO_RUSH, outbox, lease, onChanged, onTrouble } = options;
    const onFailed = (error: unknown) => onTrouble({ kind: 'failed inside', error });
    this.#options = { ...options, rush, now };
    this.rate = new PortalRate(options.rate, now);
    this.#signs = new SignsOfLife(now);
    this.#leader = new Leader({
      lease,
      onGained: async () => {
        await outbox.recover(this.#courier.inHand);
        this.wake();
      },
      onTrouble: onFailed,
      now,
    });
    this.#lines = new Lines({
      now,
      onFree: () => this.wake(),
      onFailed: (error) => {
        this.#unsure = true;
        onFailed(error);
      },
    });
    this.#notes = new Notes({ outbox, onNoted: onChanged, onFailed, pause: STORE_PAUSE });
    this.#packing = new Packing(outbox);
    this.#credentials = new Credentials((trouble) => {
      onTrouble(trouble);
      if (trouble.kind === 'credentials work again') void this.#courier.letIn().then(() => this.wake());
    });
    this.#courier = new Courier({
      portal: options.portal,
      rate: this.rate,
      credentials: this.#credentials,
      packing: this.#packing,
      notes: this.#notes,
      leading: () => this.#leader.leading,
      before: () => this.#pump,
      onTrouble,
      now,
      random,
    });
  }

  /** Puts back what an ended process left under way, and begins. */
  async start(): Promise<void> {
    this.#stopped = false;
    this.#notes.start();
    this.#signs.show();
    await this.#leader.start();
    this.wake();
  }

  /**
   * Takes nothing new, waits a few seconds for what is in flight, and lets another copy go on. The rest stays in the
   * outbox; what is cut off in flight is repeated with the same tag by the next start.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#notes.stop();
    this.rate.stop();
    clearTimeout(this.#timer);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST_STOP);
    });
    await Promise.race([this.#idle(), tooLong]);
    clearTimeout(timer);
    await this.#leader.stop();
  }

  /** Whether the portal is known to refuse our credentials. */
  get credentials(): 'not known' | 'work' | 'refused' {
    return this.#credentials.state;
  }

  /** Whether this copy of the bot delivers. */
  get leading(): boolean {
    return this.#leader.leading;
  }

  /** Why nothing would be delivered however long one waits; undefined as long as delivery shows signs of life. */
  trouble(): string | undefined {
    if (this.#stopped) return undefined;
    return this.#signs.trouble({ askedAt: this.#leader.askedAt, oldest: this.#lines.oldest });
  }

  /** Somebody else has found that the portal refuses our credentials: from now on a single notification tries them. */
  doubtCredentials({ code, message, advice }: { code: string; message: string; advice: string }): void {
    this.#credentials.refused({ code, sentence: message, advice });
  }

  /** The credentials were just mended: they are tried at once, not at the end of the pause. */
  tryAgain(): void {
    this.rate.hold(0);
    this.wake();
  }

  /** Something may be due. */
  wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#clearUntil = 0;
    if (this.#pump === undefined) this.#signs.show();
    this.#pump ??= this.#pumpWhileAsked().finally(() => {
      this.#pump = undefined;
      if (this.#again) this.wake();
    });
  }

  /**
   * Stores a request. As long as nothing stands before it, its notifications are in hand from the same transaction on,
   * and the portal is asked at once, before the caller acknowledges; else they wait in the outbox like all others.
   * @throws when the store refuses; then nothing was accepted
   */
  async accept(request: NewRequest): Promise<Accepted> {
    const { outbox } = this.#options;
    const recipients = request.recipients.map(({ recipient }) => recipient);
    if (!this.#couldTake(recipients)) {
      const accepted = await outbox.accept(request);
      this.wake();
      return accepted;
    }
    const accepting = outbox.accept(request, 'hand');
    const work = async (free: () => void) => {
      // That the store refuses is for the caller to say. It may have done it all the same, and only its answer was lost:
      // what nobody has in hand is looked for.
      const { taken } = await accepting.catch(() => {
        this.#unsure = true;
        return { taken: [] };
      });
      if (taken.length > 0) await this.#courier.bring(taken, free);
    };
    this.#lines.take(recipients, work);
    const accepted = await accepting;
    // What is on its way to the portal goes first. undici writes to an idle connection in the next turn of the event loop,
    // after a look whether it still stands (lib/dispatcher/client-h1.js); the one after that is the caller's.
    await nextTurn();
    await nextTurn();
    return accepted;
  }

  /** Whether somebody's notifications may go this moment, before anything else. */
  #couldTake(recipients: readonly number[]): boolean {
    if (this.#options.now() >= this.#clearUntil || this.#options.rush.isOn()) return false;
    if (this.#stopped || this.#unsure || !this.#leader.leading || this.#credentials.state === 'refused') return false;
    if (this.#lines.taken >= this.#options.rate.concurrency || this.rate.wait() > 0) return false;
    const { busy } = this.#lines;
    return recipients.length <= MOST_IN_BATCH && !recipients.some((recipient) => busy.has(recipient));
  }

  /** Takes notifications back from the portal; counts against its rate like everything else. */
  takeBack(notifications: readonly Notification[]): Promise<ReadonlyMap<string, TakenBack>> {
    const { portal, now } = this.#options;
    return removeAll(notifications, { portal, rate: this.rate, now, isStopped: () => this.#stopped });
  }

  /** While `work` goes on, this copy sends nothing to these people but what is under way. */
  holding<T>(recipients: readonly number[], work: () => Promise<T>): Promise<T> {
    return this.#lines.holding(recipients, work);
  }

  async #idle(): Promise<void> {
    // What is being taken at this moment is sent, so that nothing stays behind as `sending`.
    await this.#pump;
    await this.#lines.settled();
  }

  async #pumpWhileAsked(): Promise<void> {
    // Whoever stored what is due goes first: acknowledging takes no longer than this turn of the event loop.
    await nextTurn();
    while (this.#again && !this.#stopped) {
      await this.#options.rush.over();
      this.#again = false;
      this.#signs.show();
      try {
        await this.#takeDue();
      } catch (error) {
        this.#unsure = true;
        this.#options.onTrouble({ kind: 'failed inside', error });
        this.#wakeIn(STORE_PAUSE);
      }
    }
  }

  async #takeDue(): Promise<void> {
    const { outbox, rate, now } = this.#options;
    if (!this.#leader.leading) {
      // Nothing that is sent here would show that they work again.
      return this.#credentials.state === 'refused' && this.rate.wait() === 0
        ? this.#probe()
        : this.#wakeIn(STORE_PAUSE);
    }
    if (this.#unsure) {
      await outbox.recover(this.#courier.inHand);
      this.#unsure = false;
    }
    await this.#expire();
    while (!this.#stopped && this.#leader.leading && this.#lines.taken < rate.concurrency) {
      const pause = this.rate.wait();
      if (pause > 0) return this.#wakeIn(pause);
      // While the credentials are in doubt, a single notification tries them; the others wait untouched.
      const probing = this.#credentials.state === 'refused';
      if (probing && !this.#lines.idle) return;
      const { busy, taken: underWay } = this.#lines;
      const reserved = this.rate.wait('sparing');
      const lastLine = underWay > 0 && underWay === rate.concurrency - 1;
      const takenAt = now();
      const taken = probing
        ? await this.#takeOne()
        : await this.#packing.take(busy, { requestsAreShort: reserved > 0, lastLine });
      this.#signs.show();
      if (taken.length === 0 && probing) return this.#probe();
      if (taken.length === 0) return reserved > 0 ? this.#wakeIn(reserved) : this.#sleepUntilDue(takenAt);
      this.#lines.take(
        taken.map(({ notification }) => notification.recipient),
        (free) => this.#courier.bring(taken, free),
      );
      // Taking more keeps the store busy: what was taken is written to the portal first.
      await nextTurn();
      await nextTurn();
    }
  }

  /** Tries the credentials. Somebody else's goes first: it may be this one alone that is refused. */
  async #takeOne(): Promise<Taken[]> {
    const { outbox } = this.#options;
    const { busy } = this.#lines;
    const others = await outbox.take(1, new Set(busy).union(this.#courier.doubtful));
    return others.length > 0 ? others : outbox.take(1, busy);
  }

  /** Nothing is there to try the credentials with, and readiness should not wait for the next notification. */
  async #probe(): Promise<void> {
    const { portal, now } = this.#options;
    this.rate.add();
    this.#signs.show(LONGEST_PROBE);
    const result = await portal.probe();
    if (result.kind === 'works') {
      this.#credentials.work();
      this.wake();
      return;
    }
    this.rate.hold(now() + CREDENTIALS_PAUSE);
    this.#wakeIn(CREDENTIALS_PAUSE);
  }

  async #expire(): Promise<void> {
    const { outbox, now, deliveryTtl, onChanged } = this.#options;
    if (now() - this.#expiredAt < EXPIRY_PACE) return;
    const sentence = 'it could not be delivered in time.';
    const expired = await outbox.expire(now() - deliveryTtl, { code: 'too_old', sentence });
    // As long as there are some there may be more.
    if (expired.length === 0) this.#expiredAt = now();
    else onChanged(expired);
  }

  /**
   * What was due at `takenAt` and not taken is for somebody who is being sent another one, and the end of that wakes us;
   * or behind one for the same person that is due later.
   */
  async #sleepUntilDue(takenAt: number): Promise<void> {
    const { outbox, now, lookEvery = EXPIRY_PACE } = this.#options;
    const due = await outbox.nextDue(takenAt);
    const pause = due === undefined ? lookEvery : Math.min(due - now(), lookEvery);
    this.#wakeIn(Math.max(pause, 1));
    // What is tried again soon may be for the very person that something new is for, and goes before it.
    if (!this.#again) this.#clearUntil = due === undefined ? Number.POSITIVE_INFINITY : due - KEPT_IN_ORDER;
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const pause = Math.min(ms, EXPIRY_PACE);
    this.#signs.show(pause);
    this.#timer = setTimeout(() => this.wake(), pause);
  }
}

/** Resolves when everything that is already under way in this process has had its turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
