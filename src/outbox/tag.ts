/**
 * The TAG of one notification. The portal replaces an earlier notification with the same tag, whoever got it: the same
 * tag for two people would take the first one's away. So the sender's own tag is made unique for the recipient, and
 * without one the request gives it: a repeated send of the same notification replaces instead of doubling.
 */
export function notificationTag(senderTag: string | undefined, requestId: string, recipient: number): string {
  return `${senderTag ?? requestId}:${recipient}`;
}
