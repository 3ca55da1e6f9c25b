import type { Form, Notification } from '../outbox/notification.ts';
import type { Content } from '../outbox/request.ts';

/**
 * What a failure means. `not sent`: certainly not done · `limited`: refused for the rate · `unknown`: may have been
 * done · `recipient`: this person cannot be reached · `content`: simpler content may be accepted · `credentials`:
 * nothing works until somebody mends the access · `defect`: the request itself is wrong
 */
export type Failure = 'not sent' | 'limited' | 'unknown' | 'recipient' | 'content' | 'credentials' | 'defect';

/** What came of one try. `retryAt`: milliseconds of the epoch, where the portal said when. */
export type Outcome =
  | { kind: 'created'; portalId: number }
  /** The portal answers as if it were done, yet stores nothing: the person switched such notifications off. */
  | { kind: 'switched off' }
  | { kind: 'failed'; failure: Failure; code: string; sentence: string; advice: string; retryAt?: number };

/** What came of taking one back. `gone`: the portal had nothing (any more) under its tag or number. */
export type TakenBack =
  | { kind: 'taken back' }
  | { kind: 'gone' }
  | { kind: 'failed'; failure: Failure; code: string; sentence: string; retryAt?: number };

/** One notification as it has to be sent. */
export interface Outgoing {
  key: string;
  recipient: number;
  tag: string;
  form: Form;
  content: Content;
}

/** The portal, as delivery needs it. One call is one request that counts against the portal's rate. */
export interface PortalPort {
  /**
   * Sends up to {@link MOST_IN_BATCH}: one goes alone, several in one batch.
   * @throws when the portal refuses several together for what one of them holds: sent in smaller parts, it is found.
   * For nothing else that the portal does
   */
  send(notifications: readonly Outgoing[]): Promise<ReadonlyMap<string, Outcome>>;
  /** Asks the portal for nothing but whether it takes our credentials, and lets them notify people. */
  probe(): Promise<{ kind: 'works' } | Extract<Outcome, { kind: 'failed' }>>;
  /**
   * Takes up to {@link MOST_IN_BATCH} back by their tags, or by their numbers: by number some portals look only in the
   * caller's own list, so the tag goes first.
   */
  takeBack(
    notifications: readonly Pick<Notification, 'id' | 'tag' | 'portalId'>[],
    by: 'tag' | 'number',
  ): Promise<ReadonlyMap<string, TakenBack>>;
}

/** The portal takes at most 50 commands in a batch. */
export const MOST_IN_BATCH = 50;
