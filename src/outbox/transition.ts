import {
  EARLIER_DOUBT,
  type Form,
  mayHaveArrived,
  type Notification,
  type State,
  type Trouble,
} from './notification.ts';

/** What happens to a notification. */
export type Happening =
  /** Delivery has it in hand. */
  | { kind: 'taken' }
  | { kind: 'delivered'; portalId: number }
  /** To be tried again at `dueAt`. A limit of the portal costs no attempt; a doubt is one that may have been done. */
  | { kind: 'postponed'; dueAt: number; cost: 'none' | 'attempt' | 'doubt'; form?: Form; trouble: Trouble }
  /** What it waited for is over before it was thought. */
  | { kind: 'hastened'; dueAt: number }
  /** The process that had it in hand ended without saying how it went. */
  | { kind: 'abandoned'; dueAt: number }
  | { kind: 'unknown'; trouble: Trouble }
  /** It may have arrived, and nothing more is done: too old to be tried again, or taken back while the portal is away. */
  | { kind: 'left in doubt'; trouble: Trouble }
  | { kind: 'failed'; trouble: Trouble }
  /** Whoever looks after the bot has given it up. What had failed already is no news any more. */
  | { kind: 'dropped' }
  /** Its sender took it back: before it went, or from the portal. `from`: only as long as it has not moved on. */
  | { kind: 'cancelled'; from?: State }
  /** Its sender, or the operator, wants it tried again from the start. */
  | { kind: 'sent again'; dueAt: number };

/** From which states each happening is possible; ARCHITECTURE.md shows the same as a table. */
const FROM: Record<Happening['kind'], readonly Notification['state'][]> = {
  taken: ['queued', 'waiting'],
  // waiting: another copy of the bot took over and put it back before the one that sent it could say how it went.
  delivered: ['sending', 'waiting'],
  postponed: ['sending'],
  hastened: ['waiting'],
  abandoned: ['sending'],
  unknown: ['sending'],
  'left in doubt': ['queued', 'waiting', 'cancelled'],
  failed: ['queued', 'sending', 'waiting', 'unknown'],
  dropped: ['queued', 'waiting', 'unknown', 'failed'],
  cancelled: ['queued', 'waiting', 'delivered', 'unknown'],
  'sent again': ['unknown', 'failed', 'waiting'],
};

export const DROPPED = { code: 'dropped', sentence: 'whoever runs the bot has given it up.' } as const;

const RESTART = { code: 'restart', sentence: 'The bot was restarted while it was on its way.' } as const;

/**
 * The one place that says how a notification changes.
 * @returns the changed notification, or undefined where the happening is not possible in its state
 */
export function transition(notification: Notification, happening: Happening): Notification | undefined {
  if (!FROM[happening.kind].includes(notification.state)) return undefined;
  const { trouble: _before, portalId: _id, ...untroubled } = notification;
  switch (happening.kind) {
    case 'taken':
      return { ...notification, state: 'sending' };
    case 'delivered':
      return { ...untroubled, state: 'delivered', portalId: happening.portalId };
    case 'postponed':
      return {
        ...notification,
        state: 'waiting',
        dueAt: happening.dueAt,
        attempts: notification.attempts + (happening.cost === 'none' ? 0 : 1),
        doubts: happening.cost === 'doubt' ? oneMore(notification.doubts) : notification.doubts,
        form: happening.form ?? notification.form,
        trouble: happening.trouble,
      };
    case 'hastened':
      return { ...notification, dueAt: Math.min(notification.dueAt, happening.dueAt) };
    case 'abandoned':
      return {
        ...notification,
        state: 'waiting',
        dueAt: happening.dueAt,
        doubts: oneMore(notification.doubts),
        trouble: RESTART,
      };
    case 'unknown':
    case 'left in doubt':
      return { ...notification, state: 'unknown', trouble: happening.trouble };
    case 'failed':
      return { ...notification, state: 'failed', trouble: happening.trouble };
    case 'dropped':
      return { ...notification, state: 'failed', trouble: DROPPED };
    case 'cancelled':
      if (happening.from !== undefined && happening.from !== notification.state) return undefined;
      return { ...notification, state: 'cancelled' };
    case 'sent again':
      return {
        ...untroubled,
        state: 'queued',
        attempts: 0,
        doubts: notification.state === 'unknown' || mayHaveArrived(notification) ? EARLIER_DOUBT : 0,
        form: 'whole',
        dueAt: happening.dueAt,
      };
  }
}

function oneMore(doubts: number): number {
  return Math.max(doubts, 0) + 1;
}
