import type { Notification } from '../outbox/notification.ts';
import type { Attempt, Outbox, Taken } from '../outbox/outbox.ts';
import type { Happening } from '../outbox/transition.ts';
import { MOST_IN_BATCH, type Outcome, type PortalPort, type TakenBack } from './portal-port.ts';
import { RateBucket } from './rate-bucket.ts';
import { CREDENTIALS_PAUSE, verdict } from './verdict.ts';

export interface DispatcherOptions {
  outbox: Outbox;
  portal: PortalPort;
  rate: { perSecond: number; burst: number; concurrency: number };
  /** Milliseconds after which an undelivered notification is given up. */
  deliveryTtl: number;
  /** Hears of every notification whose state changed, after the store has it. */
  onChanged(notifications: readonly Notification[]): void;
  onTrouble(trouble: DispatcherTrouble): void;
  now?: () => number;
  random?: () => number;
}

/** What an operator should hear of. */
export type DispatcherTrouble =
  | { kind: 'credentials refused'; sentence: string; advice: string }
  | { kind: 'credentials work again' }
  | { kind: 'limited'; sentence: string }
  | { kind: 'failed inside'; error: unknown };

/** Most requests of the burst that are kept for small requests, so that a note to thousands leaves room for them. */
const MOST_RESERVE = 3;
/** Our own code failed on a notification this often: it is set aside, so that it never blocks the rest. */
const MOST_DEFECTS = 3;
/** How often to look for what is too old. */
const EXPIRY_PACE = 60_000;
/** The store did not answer: how long until it is asked again. */
const STORE_PAUSE = 1000;

/**
 * Takes what is due out of the outbox and brings it to the portal, as fast as the portal allows and never two at once
 * for the same person. Call {@link wake} when something new is due; nothing is polled but the clock.
 */
export class Dispatcher {
  readonly #options: Required<DispatcherOptions>;
  readonly #bucket: RateBucket;
  readonly #busyRecipients = new Set<number>();
  readonly #inFlight = new Set<Promise<void>>();
  #pump: Promise<void> | undefined;
  readonly #defects = new Map<string, number>();
  #heldUntil = 0;
  #credentials: 'not known' | 'work' | 'refused' = 'not known';
  #expiredAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #again = false;
  #stopped = true;

  constructor(options: DispatcherOptions) {
    this.#options = { now: Date.now, random: Math.random, ...options };
    this.#bucket = new RateBucket(options.rate, this.#options.now());
  }

  /** Puts back what an ended process left under way, and begins. */
  async start(): Promise<void> {
    await this.#options.outbox.recover();
    this.#stopped = false;
    this.wake();
  }

  /** Takes nothing new and waits for what is in flight. The rest stays in the outbox for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#pump;
    await Promise.all(this.#inFlight);
  }

  /** Whether the portal is known to refuse our credentials. */
  get credentials(): 'not known' | 'work' | 'refused' {
    return this.#credentials;
  }

  /** Somebody else has found that the portal refuses our credentials: from now on a single notification tries them. */
  doubtCredentials({ message, advice }: { message: string; advice: string }): void {
    this.#refused(message, advice);
  }

  /** Something may be due. */
  wake(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#pump ??= this.#pumpWhileAsked().finally(() => {
      this.#pump = undefined;
      if (this.#again) this.wake();
    });
  }

  /** Takes notifications back from the portal; counts against its rate like everything else. */
  async takeBack(notifications: readonly Notification[]): Promise<ReadonlyMap<string, TakenBack>> {
    const results = new Map<string, TakenBack>();
    for (let start = 0; start < notifications.length; start += MOST_IN_BATCH) {
      this.#bucket.add(this.#options.now());
      const some = notifications.slice(start, start + MOST_IN_BATCH);
      for (const [id, result] of await this.#options.portal.takeBack(some)) results.set(id, result);
    }
    return results;
  }

  async #pumpWhileAsked(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.#takeDue();
      } catch (error) {
        this.#options.onTrouble({ kind: 'failed inside', error });
        this.#wakeIn(STORE_PAUSE);
      }
    }
  }

  async #takeDue(): Promise<void> {
    const { outbox, rate, now } = this.#options;
    await this.#expire();
    while (!this.#stopped && this.#inFlight.size < rate.concurrency) {
      const pause = Math.max(this.#heldUntil - now(), this.#bucket.wait(now()));
      if (pause > 0) return this.#wakeIn(pause);
      // While the credentials are in doubt, a single notification tries them; the others wait untouched.
      const probing = this.#credentials === 'refused';
      if (probing && this.#inFlight.size > 0) return;
      const reserved = this.#bucket.wait(now(), Math.min(MOST_RESERVE, Math.floor(rate.burst / 10)));
      const of = reserved > 0 ? 'small' : 'all';
      const taken = await outbox.take(probing ? 1 : MOST_IN_BATCH, this.#busyRecipients, of);
      if (taken.length === 0 && probing) return this.#probe();
      if (taken.length === 0) return reserved > 0 ? this.#wakeIn(reserved) : this.#sleepUntilDue();
      this.#bucket.add(now());
      for (const { notification } of taken) this.#busyRecipients.add(notification.recipient);
      this.#track(this.#deliver(taken));
    }
  }

  /** Nothing is there to try the credentials with, and readiness should not wait for the next notification. */
  async #probe(): Promise<void> {
    const { portal, now } = this.#options;
    this.#bucket.add(now());
    const result = await portal.probe();
    if (result.kind === 'works') {
      this.#restored();
      return this.#sleepUntilDue();
    }
    this.#heldUntil = now() + CREDENTIALS_PAUSE;
    this.#wakeIn(CREDENTIALS_PAUSE);
  }

  async #deliver(taken: readonly Taken[]): Promise<void> {
    const { portal, now, onTrouble } = this.#options;
    const startedAt = now();
    let outcomes: ReadonlyMap<string, Outcome>;
    try {
      outcomes = await portal.send(
        taken.map(({ notification: { id, recipient, tag, form }, content }) => ({
          key: id,
          recipient,
          tag,
          form,
          content,
        })),
      );
    } catch (error) {
      onTrouble({ kind: 'failed inside', error });
      outcomes = new Map();
    }
    try {
      await this.#note(taken, outcomes, startedAt);
    } catch (error) {
      // The store did not take the outcome: the rows stay `sending` until a restart puts them back, tag and all.
      onTrouble({ kind: 'failed inside', error });
    } finally {
      for (const { notification } of taken) this.#busyRecipients.delete(notification.recipient);
      this.wake();
    }
  }

  async #note(taken: readonly Taken[], outcomes: ReadonlyMap<string, Outcome>, startedAt: number): Promise<void> {
    const { outbox, now, random, onChanged } = this.#options;
    const changes = taken.map(({ notification }) => {
      const outcome = outcomes.get(notification.id);
      const happening = outcome ? verdict(notification, outcome, now(), random()) : this.#quarantine(notification);
      return { id: notification.id, happening, attempt: attemptOf(outcome, happening, startedAt, now() - startedAt) };
    });
    this.#heed([...outcomes.values()]);
    onChanged(await outbox.note(changes));
  }

  /** What the outcomes say about the portal as a whole. */
  #heed(outcomes: readonly Outcome[]): void {
    const { now, onTrouble } = this.#options;
    for (const outcome of outcomes) {
      if (outcome.kind !== 'failed') {
        this.#restored();
        continue;
      }
      const { failure, sentence, advice, retryAt } = outcome;
      if (failure === 'limited') {
        this.#bucket.correct(now());
        if (retryAt !== undefined) this.#heldUntil = Math.max(this.#heldUntil, retryAt);
        onTrouble({ kind: 'limited', sentence });
        return;
      }
      if (failure === 'credentials') {
        this.#heldUntil = now() + CREDENTIALS_PAUSE;
        this.#refused(sentence, advice);
        return;
      }
      // A refusal of one recipient or content was looked at, so the credentials were taken.
      if (failure === 'recipient' || failure === 'content') this.#restored();
    }
  }

  #refused(sentence: string, advice: string): void {
    if (this.#credentials !== 'refused') this.#options.onTrouble({ kind: 'credentials refused', sentence, advice });
    this.#credentials = 'refused';
  }

  #restored(): void {
    if (this.#credentials === 'refused') this.#options.onTrouble({ kind: 'credentials work again' });
    this.#credentials = 'work';
  }

  #quarantine({ id, attempts }: Notification): Happening {
    const { now } = this.#options;
    const defects = (this.#defects.get(id) ?? 0) + 1;
    const trouble = { code: 'defect', sentence: 'the bot itself failed on this notification; its log says more.' };
    if (defects < MOST_DEFECTS) {
      this.#defects.set(id, defects);
      return { kind: 'postponed', cost: 'attempt', dueAt: now() + 1000 * 2 ** attempts, trouble };
    }
    this.#defects.delete(id);
    return { kind: 'failed', trouble };
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

  async #sleepUntilDue(): Promise<void> {
    const due = await this.#options.outbox.nextDue();
    const pause = due === undefined ? EXPIRY_PACE : due - this.#options.now();
    // What is due and was not taken is for somebody who is being sent another one; the end of that wakes us.
    if (pause > 0 || this.#inFlight.size === 0) this.#wakeIn(Math.max(pause, 1));
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.wake(), Math.min(ms, EXPIRY_PACE));
  }

  #track(work: Promise<void>): void {
    this.#inFlight.add(work);
    void work.finally(() => this.#inFlight.delete(work));
  }
}

function attemptOf(outcome: Outcome | undefined, happening: Happening, at: number, tookMs: number): Attempt {
  if (outcome?.kind !== 'failed')
    return { at, tookMs, outcome: outcome?.kind ?? 'defect', ...(!outcome && { detail: happening.kind }) };
  return { at, tookMs, outcome: outcome.failure, code: outcome.code, detail: outcome.sentence };
}
