import { inRows } from './in-rows.ts';
import { isOpen, type Notification } from './notification.ts';
import type { Outbox } from './outbox.ts';
import type { Happening } from './transition.ts';

/** What whoever looks after the bot can do about a notification. */
export type Intervention = Extract<Happening, { kind: 'sent again' | 'dropped' }>;

/**
 * Whoever looks after the bot sends notifications again, or gives them up. The senders are told of what is news to them:
 * that it goes on, or ended otherwise than they were told.
 * @returns those that changed
 */
export async function intervene(
  notifications: readonly Notification[],
  happening: Intervention,
  outbox: Pick<Outbox, 'note' | 'noteReport' | 'status'>,
): Promise<Notification[]> {
  const before = new Map(notifications.map((notification) => [notification.id, notification.state]));
  const changed: Notification[] = [];
  for (const some of inRows(notifications)) {
    changed.push(...(await outbox.note(some.map(({ id }) => ({ id, happening })))));
  }
  const news = changed.filter(({ id, state }) => isOpen(state) || before.get(id) !== state);
  for (const requestId of new Set(news.map(({ requestId }) => requestId))) {
    // Whoever was not told yet how it ended hears of it anyway, from the beginning.
    const told = (await outbox.status(requestId))?.request.report === 'told';
    if (told) await outbox.noteReport(requestId, { report: 'waiting' });
  }
  return changed;
}
