import { isOpen, mayHaveArrived, type Notification } from '../outbox/notification.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { notificationTag } from '../outbox/tag.ts';
import { MOST_IN_BATCH, type TakenBack } from './portal-port.ts';

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

/** Whoever delivers, as taking back needs it. */
export interface Removing {
  /** Removes notifications at the portal. */
  takeBack(notifications: readonly Notification[]): Promise<ReadonlyMap<string, TakenBack>>;
  /** While `work` goes on, nothing that is not under way yet is sent to these people. */
  holding<T>(recipients: readonly number[], work: () => Promise<T>): Promise<T>;
}

/** Takes a request back: what was delivered is removed from the portal, what still waits is cancelled. */
export async function takeBack(requestId: string, outbox: Outbox, delivery: Removing): Promise<Withdrawal> {
  const withdrawal: Withdrawal = { cancelled: [], underWay: [], replaced: [], kept: [] };
  // First the ones that wait, so that none of them leaves in the meantime.
  const waiting = await notificationsOf(requestId, outbox, ({ state }) => state === 'queued' || state === 'waiting');
  const cancelled = await cancel(waiting, outbox);
  withdrawal.cancelled.push(...cancelled.filter((notification) => !mayHaveArrived(notification)));

  const sent = await notificationsOf(requestId, outbox, ({ state }) => state === 'delivered' || state === 'unknown');
  const toRemove = [...cancelled.filter(mayHaveArrived), ...sent];
  for (let start = 0; start < toRemove.length; start += MOST_IN_BATCH) {
    const some = toRemove.slice(start, start + MOST_IN_BATCH);
    // By its tag a newer one would go that is sent between the look for it and the removal.
    const tagged = some.filter(({ tag, recipient }) => tag !== notificationTag(undefined, requestId, recipient));
    await delivery.holding(
      tagged.map(({ recipient }) => recipient),
      () => removeSome(some, withdrawal, outbox, delivery),
    );
  }
  await leaveInDoubt(withdrawal.kept, outbox);
  withdrawal.underWay.push(...(await notificationsOf(requestId, outbox, ({ state }) => isOpen(state))));
  return withdrawal;
}

async function removeSome(
  some: readonly Notification[],
  withdrawal: Withdrawal,
  outbox: Outbox,
  delivery: Removing,
): Promise<void> {
  const toRemove: Notification[] = [];
  for (const notification of some) {
    if (!(await outbox.replaced(notification))) toRemove.push(notification);
    // What was only waiting is cancelled already.
    else if (notification.state === 'cancelled') withdrawal.cancelled.push(notification);
    else withdrawal.replaced.push(notification);
  }
  if (toRemove.length === 0) return;
  const removed = await delivery.takeBack(toRemove);
  const gone: Notification[] = [];
  for (const notification of toRemove) {
    const result = removed.get(notification.id);
    if (result?.kind === 'taken back' || result?.kind === 'gone') gone.push(notification);
    else withdrawal.kept.push({ notification, why: result?.sentence ?? 'Bitrix24 did not say whether it did.' });
  }
  withdrawal.cancelled.push(...gone.filter(({ state }) => state === 'cancelled'), ...(await cancel(gone, outbox)));
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

/** Those that changed: one that left in the same moment, or was sent again meanwhile, stays out. */
function cancel(notifications: readonly Notification[], outbox: Outbox): Promise<Notification[]> {
  return outbox.note(notifications.map(({ id, state }) => ({ id, happening: { kind: 'cancelled', from: state } })));
}
