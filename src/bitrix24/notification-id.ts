/** What the `result` of a sending method says. */
export type NotificationId =
  | { readonly kind: 'created'; readonly id: number }
  /** `false`: no such recipient, or not active; nothing was made. */
  | { readonly kind: 'nothing created' }
  /** The recipient has switched notifications of applications off: nothing was stored, the "id" is only the clock. */
  | { readonly kind: 'switched off'; readonly id: number }
  | { readonly kind: 'not understood' };

/** A portal's clock may be this far from ours, in seconds. */
const CLOCK_SLACK = 5 * 60;

/**
 * Reads the `result` of `im.notify.personal.add` and `.system.add`. With the site notification switched off for REST the
 * module answers the present Unix time instead of an id (module source: `im/classes/general/im_notify.php`); real ids are far
 * smaller on any ordinary portal, so an id within five minutes of now counts as that.
 *
 * @param now milliseconds since the epoch
 */
export function notificationId(result: unknown, now: number = Date.now()): NotificationId {
  if (result === false) return { kind: 'nothing created' };
  const id = typeof result === 'string' && /^\d+$/.test(result) ? Number(result) : result;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) return { kind: 'not understood' };
  return Math.abs(id - now / 1000) <= CLOCK_SLACK ? { kind: 'switched off', id } : { kind: 'created', id };
}
