import type { Notification, State, Trouble } from './notification.ts';
import type { LeftOut, NewRequest, StoredRequest } from './request.ts';
import type { Happening } from './transition.ts';

/** A request is stored, or was before. */
export interface Accepted {
  id: string;
  kind: 'accepted' | 'known';
  /** What whoever accepted it has in hand now. */
  taken: readonly Taken[];
}

/** What the portal said to one try, kept as a line of the notification's history. */
export interface Attempt {
  at: number;
  tookMs: number;
  outcome: string;
  code?: string;
  detail?: string;
}

/** What became of a request, for its sender. */
export interface RequestStatus {
  request: StoredRequest;
  notifications: Notification[];
  /** When one of its notifications changed last; 0 for none. */
  changedAt: number;
}

/** A line of `/b24notify history`. */
export interface HistoryLine {
  id: string;
  createdAt: number;
  summary: string;
  leftOut: LeftOut;
  counts: ReadonlyMap<State, number>;
  /** The notifications themselves, where they are four at most; else none. */
  few: readonly Notification[];
}

/**
 * The queue entry, the history and what undo needs, in one place. Every change of a notification goes through
 * {@link transition}; nothing else writes its state.
 */
export interface Outbox {
  /**
   * Stores a request and a notification for each recipient in one transaction. The same key is the same request.
   * @param to `hand`: nothing is due before these, and whoever accepts them delivers them at once. Those of a small request
   *   without files to wait for are stored as `sending` already, which spares the commit of taking them.
   * @throws when the store refuses; then nothing was accepted
   */
  accept(request: NewRequest, to?: 'queue' | 'hand'): Promise<Accepted>;

  /**
   * Takes notifications that are due, the ones of small requests first, then the oldest, and marks them `sending`.
   * A person's notifications of one lane come in order: one that is tried again within half a minute is waited for.
   * @param except recipients who must not be sent a second one at the same moment
   * @param of `small`: only the notifications of small requests
   */
  take(most: number, except: ReadonlySet<number>, of?: 'all' | 'small'): Promise<Taken[]>;
  /** When the next notification is due, if any waits; with `after`, the next one that is due later than that. */
  nextDue(after?: number): Promise<number | undefined>;
  /** Notes what came of tries, all in one transaction. @returns those that changed */
  note(changes: readonly { id: string; happening: Happening; attempt?: Attempt }[]): Promise<Notification[]>;
  /**
   * Puts what an ended process left `sending` back to be tried again.
   * @param inHand notifications that this process is sending
   */
  recover(inHand?: ReadonlySet<string>): Promise<number>;
  /**
   * Gives up some of what is older than `createdBefore` and still waits: as failed, or as unknown where a try may have
   * been done. Call again until nothing comes back.
   */
  expire(createdBefore: number, trouble: Trouble): Promise<Notification[]>;

  status(requestId: string): Promise<RequestStatus | undefined>;
  /** Whether something of a request is still going to happen by itself; says so without reading its notifications. */
  isUnderWay(requestId: string): Promise<boolean>;
  /** The newest request of a sender, for `/b24notify undo`. */
  lastOf(team: string, sender: string): Promise<string | undefined>;
  /** When requests of a sender were accepted since a moment, the oldest first. */
  acceptedSince(team: string, sender: string, since: number): Promise<number[]>;
  /** Whether the request with this key was accepted before. */
  knows(key: string): Promise<boolean>;
  /** The newest first. @param skip so many newer ones are passed over */
  history(team: string, sender: string, most: number, skip?: number): Promise<HistoryLine[]>;
  /** Whether a newer notification has taken this one's place at the portal by having the same tag. */
  replaced(notification: Notification): Promise<boolean>;

  /** Requests whose sender has to be told how they ended, oldest first. */
  untold(most: number): Promise<string[]>;
  /** Requests still under way whose sender has not even been told that they are, accepted before a moment. */
  unannounced(before: number, most: number): Promise<string[]>;
  /**
   * Takes on telling the sender, for a few seconds: of several copies, and of several reasons to tell, one does.
   * @returns false when it is told already, or somebody is at it
   */
  claimReport(requestId: string): Promise<boolean>;
  /** Telling takes longer: it stays ours for as many seconds again. */
  keepReport(requestId: string): Promise<void>;
  /**
   * Notes what the sender was told, or where to tell them, and gives the claim back.
   * @param change `asOf`: the `changedAt` of what was told; something that changed since is still to be told.
   *   `again`: the moment before which it need not be tried anew, in milliseconds of the epoch
   */
  noteReport(
    requestId: string,
    change: Partial<Pick<StoredRequest, 'report' | 'reply' | 'direct'>> & {
      replied?: boolean;
      asOf?: number;
      again?: number;
    },
  ): Promise<void>;

  keepDraft(draft: { sender: string; text: string }): Promise<string>;
  draft(id: string, sender: string): Promise<string | undefined>;

  /** Removes finished requests and drafts from before `before`. */
  forget(before: number): Promise<number>;
}

/** A notification in hand, with what has to be sent. */
export interface Taken {
  notification: Notification;
  /** Undefined when what the store holds cannot be read. */
  content: StoredRequest['content'];
  /** A newer notification has taken its place at the portal by having the same tag: sending it would bring the old one back. */
  replaced: boolean;
}
