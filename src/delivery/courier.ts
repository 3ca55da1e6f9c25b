import type { Notification } from '../outbox/notification.ts';
import type { Attempt, Taken } from '../outbox/outbox.ts';
import type { Credentials } from './credentials.ts';
import type { Change, Notes } from './notes.ts';
import { OwnRefusals } from './own-refusals.ts';
import type { Packing } from './packing.ts';
import type { PortalPort } from './portal-port.ts';
import type { PortalRate } from './portal-rate.ts';
import { Quarantine } from './quarantine.ts';
import { limitEnd } from './retry-timing.ts';
import { provesAccess, type SendingResult, send } from './sending.ts';
import { CREDENTIALS_PAUSE, verdict } from './verdict.ts';

interface CourierOptions {
  portal: PortalPort;
  rate: PortalRate;
  credentials: Credentials;
  packing: Packing;
  notes: Notes;
  /** Whether this copy of the bot may still send. */
  leading(): boolean;
  /** What is to be waited for before anything is written down. */
  before(): Promise<void> | undefined;
  onTrouble(trouble: CourierTrouble): void;
  now(): number;
  random(): number;
}

export type CourierTrouble = { kind: 'limited'; sentence: string } | { kind: 'failed inside'; error: unknown };

/** How long until something that made our own code fail is tried a second time, in milliseconds. */
const DEFECT_PAUSE = 1000;

/** Brings what was taken to the portal, heeds what the portal says, and has it written down. */
export class Courier {
  readonly #options: CourierOptions;
  readonly #quarantine = new Quarantine();
  readonly #ownRefusals = new OwnRefusals();
  readonly #inHand = new Set<string>();
  /** What waits because the portal refused our credentials. */
  readonly #shutOut = new Set<string>();

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Notifications that are on their way or not written down yet. */
  get inHand(): ReadonlySet<string> {
    return this.#inHand;
  }

  /** Recipients of what was refused since the portal last let us in: somebody else's finds out first. */
  get doubtful(): ReadonlySet<number> {
    return this.#ownRefusals.recipients;
  }

  /** @param free is called as soon as the portal has answered */
  async bring(taken: readonly Taken[], free: () => void): Promise<void> {
    for (const { notification } of taken) this.#inHand.add(notification.id);
    try {
      const changes = await this.#sent(taken);
      free();
      // What comes next goes out first: the portal must not stand still while this is written down.
      await this.#options.before();
      await this.#options.notes.add(changes);
    } finally {
      for (const { notification } of taken) this.#inHand.delete(notification.id);
    }
  }

  /** The portal lets us in again: what it refused meanwhile waits no longer. */
  async letIn(): Promise<void> {
    const { notes, now } = this.#options;
    const ids = [...this.#shutOut];
    this.#shutOut.clear();
    if (ids.length > 0) await notes.add(ids.map((id) => ({ id, happening: { kind: 'hastened', dueAt: now() } })));
  }

  async #sent(taken: readonly Taken[]): Promise<Change[]> {
    const { portal, rate, packing, leading, now } = this.#options;
    const startedAt = now();
    const sent = await send(taken, portal, async () => {
      await rate.room();
      // The database, or the wait for the rate, may have taken longer than the lease lasts.
      return leading();
    });
    const results = this.#ownRefusals.judge(taken, sent);
    const endedAt = now();
    packing.answered(taken, endedAt - startedAt);
    this.#heed([...results.values()], endedAt);
    return taken.map(({ notification }) =>
      this.#change(notification, results.get(notification.id) ?? SILENCE, startedAt, endedAt),
    );
  }

  #change(notification: Notification, result: SendingResult, startedAt: number, endedAt: number): Change {
    const happening =
      result.kind === 'defect'
        ? this.#quarantine.after(notification.id, endedAt, DEFECT_PAUSE)
        : verdict(notification, result, endedAt, this.#options.random());
    if (result.kind === 'failed' && result.failure === 'credentials') this.#shutOut.add(notification.id);
    else this.#shutOut.delete(notification.id);
    const attempt: Attempt = { at: startedAt, tookMs: endedAt - startedAt, ...outcomeOf(result) };
    return { id: notification.id, happening, attempt };
  }

  /** What the results say about the portal as a whole. */
  #heed(results: readonly SendingResult[], at: number): void {
    const { rate, credentials, onTrouble } = this.#options;
    for (const result of results) {
      if (result.kind === 'defect') {
        onTrouble({ kind: 'failed inside', error: result.error });
        continue;
      }
      if (provesAccess(result)) credentials.work();
      if (result.kind !== 'failed') continue;
      const { failure, code, sentence, advice, retryAt } = result;
      if (failure === 'limited') {
        rate.correct();
        if (retryAt !== undefined) rate.hold(Math.max(rate.heldUntil, limitEnd(retryAt, at)));
        onTrouble({ kind: 'limited', sentence });
        return;
      }
      if (failure === 'credentials') {
        rate.hold(at + CREDENTIALS_PAUSE);
        credentials.refused({ code, sentence, advice });
        return;
      }
    }
  }
}

/** The portal said nothing about a notification that was sent. */
const SILENCE: SendingResult = {
  kind: 'failed',
  failure: 'unknown',
  code: 'no_outcome',
  sentence: 'The portal said nothing about this notification.',
  advice: 'Nothing to do: it is sent once more with the same tag.',
};

function outcomeOf(result: SendingResult): Pick<Attempt, 'outcome' | 'code' | 'detail'> {
  if (result.kind === 'failed') return { outcome: result.failure, code: result.code, detail: result.sentence };
  return { outcome: result.kind };
}
