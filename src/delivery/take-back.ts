import { mayHaveArrived, type Notification } from '../outbox/notification.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { TakenBack } from './portal-port.ts';

/** What came of taking a request back, for its sender. */
export interface Withdrawal {
  /** Gone from Bitrix24, or never sent. */
  cancelled: Notification[];
  /** On its way at this very moment: to be tried again. */
  underWay: Notification[];
  /** A newer notification with the same tag had taken its place already. */
  replaced: Notification[];
  /** Still there, with the reason. */
  kept: { notification: Notification; why: string }[];
}

/**
 * Takes a request back: what was delivered is removed from the portal, what still waits is cancelled.
 * @param remove removes notifications at the portal
 */
export async function takeBack(
  requestId: string,
  outbox: Outbox,
  remove: (notifications: readonly Notification[]) => Promise<ReadonlyMap<string, TakenBack>>,
): Promise<Withdrawal> {
  const withdrawal: Withdrawal = { cancelled: [], underWay: [], replaced: [], kept: [] };
  // First the ones that wait, so that none of them leaves in the meantime.
  const waiting = await notificationsOf(requestId, outbox, ({ state }) => state === 'queued' || state === 'waiting');
  withdrawal.cancelled.push(...(await cancel(waiting, outbox)));

  const sent = await notificationsOf(requestId, outbox, ({ state }) => state === 'delivered' || state === 'unknown');
  const toRemove: Notification[] = [];
  for (const notification of [...withdrawal.cancelled.filter(mayHaveArrived), ...sent]) {
    // By its tag the newer one would go. What was only waiting is cancelled and told already.
    if (!(await outbox.replaced(notification))) toRemove.push(notification);
    else if (notification.state !== 'cancelled') withdrawal.replaced.push(notification);
  }
  const removed = toRemove.length > 0 ? await remove(toRemove) : new Map<string, TakenBack>();
  const gone: Notification[] = [];
  for (const notification of toRemove) {
    const result = removed.get(notification.id);
    if (result?.kind === 'taken back' || result?.kind === 'gone') gone.push(notification);
    else withdrawal.kept.push({ notification, why: result?.sentence ?? 'Bitrix24 did not say whether it did.' });
  }
  withdrawal.cancelled = [
    ...withdrawal.cancelled.filter(({ id }) => !withdrawal.kept.some(({ notification }) => notification.id === id)),
    ...(await cancel(gone, outbox)),
  ];
  await leaveInDoubt(withdrawal.kept, outbox);
  withdrawal.underWay.push(...(await notificationsOf(requestId, outbox, ({ state }) => state === 'sending')));
  return withdrawal;
}

async function notificationsOf(requestId: string, outbox: Outbox, which: (notification: Notification) => boolean) {
  return (await outbox.status(requestId))?.notifications.filter(which) ?? [];
}

/** Cancelled, and perhaps still there: so that Undo can be pressed again. */
async function leaveInDoubt(kept: Withdrawal['kept'], outbox: Outbox): Promise<void> {
  const cancelled = kept.filter(({ notification }) => notification.state === 'cancelled');
  await outbox.note(
    cancelled.map(({ notification: { id }, why }) => ({
      id,
      happening: { kind: 'left in doubt', trouble: { code: 'not_taken_back', sentence: why } },
    })),
  );
}

/** Those that changed: one that left in the same moment stays out. */
function cancel(notifications: readonly Notification[], outbox: Outbox): Promise<Notification[]> {
  return outbox.note(notifications.map(({ id }) => ({ id, happening: { kind: 'cancelled' } })));
}
