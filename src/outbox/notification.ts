/**
 * Where a notification stands.
 *
 * queued: stored, not tried yet · sending: on its way to the portal · waiting: tried, to be tried again ·
 * delivered: the portal has it · unknown: nobody knows whether the portal has it · failed: given up ·
 * cancelled: taken back by its sender
 */
export type State = 'queued' | 'sending' | 'waiting' | 'delivered' | 'unknown' | 'failed' | 'cancelled';

/** States in which something is still going to happen by itself. */
export const OPEN_STATES = ['queued', 'sending', 'waiting'] as const satisfies readonly State[];

export function isOpen(state: State): boolean {
  return OPEN_STATES.some((open) => open === state);
}

/**
 * How much of a notification is sent. A portal that refuses the whole is tried with less:
 * without attachments (their links in the text), then as plain text.
 */
export const FORMS = ['whole', 'without attachments', 'plain'] as const;
export type Form = (typeof FORMS)[number];

/** One notification for one Bitrix24 person, as the outbox keeps it. Times are milliseconds of the epoch. */
export interface Notification {
  /** Sorts by age. */
  id: string;
  requestId: string;
  /** Bitrix24 person. */
  recipient: number;
  /** How the sender named them, as Slack shows it. */
  namedAs: string;
  tag: string;
  state: State;
  /** Tries that count against the schedule; a limit of the portal costs none. */
  attempts: number;
  /** Tries after which nobody knew whether the portal had done it; {@link EARLIER_DOUBT}. */
  doubts: number;
  form: Form;
  dueAt: number;
  /** The portal's number of the notification, once delivered. */
  portalId?: number;
  /** Why it is not delivered: a stable code, and a sentence without secrets. */
  trouble?: Trouble;
}

/** In place of the number of doubts: there was none since it was sent again, but one before that. */
export const EARLIER_DOUBT = -1;

/** Whether the portal may have it although it never said so. */
export function mayHaveArrived({ doubts }: Pick<Notification, 'doubts'>): boolean {
  return doubts !== 0;
}

export interface Trouble {
  code: string;
  sentence: string;
}
