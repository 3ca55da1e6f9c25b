/**
 * Whom a sender names, as it was named in Slack. `label` is the name that Slack or the person wrote with it. A group's
 * `id` is Slack's, or a name of people.yml.
 */
export type Recipient =
  | { kind: 'slack'; id: string; label?: string }
  | { kind: 'group'; id: string; label?: string }
  | { kind: 'email'; email: string }
  | { kind: 'bitrix24'; id: number };

/** A recipient in the words of a reply in Slack: a mention where Slack can draw one. */
export function recipientName(recipient: Recipient): string {
  switch (recipient.kind) {
    case 'slack':
      return `<@${recipient.id}>`;
    case 'group':
      return isSlackGroup(recipient.id) ? `<!subteam^${recipient.id}>` : `@${recipient.id}`;
    case 'email':
      return recipient.email;
    case 'bitrix24':
      return `b24:${recipient.id}`;
  }
}

/** One recipient for each person named, in the order of naming. */
export function withoutRepeats<T extends Recipient>(recipients: readonly T[]): T[] {
  const seen = new Map(recipients.map((recipient) => [recipientName(recipient).toLowerCase(), recipient]));
  return [...seen.values()];
}

/** Whether it is Slack's ID of a user group; every other name can only be one of people.yml. */
export function isSlackGroup(group: string): boolean {
  return /^S[A-Z0-9]+$/.test(group);
}
