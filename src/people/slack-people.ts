/** A Slack account, as much of it as the bot needs. */
export interface SlackPerson {
  id: string;
  /** The name that colleagues see. */
  name: string;
  /** Lower case; absent without the scope users:read.email and for bots. */
  email?: string;
  /** The language they use Slack in, as in `ru-RU`; absent where Slack did not say. */
  locale?: string;
  /** A guest, a stranger from Slack Connect, a bot and a deactivated account are no full members. */
  standing: 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated';
}

/** Who is in a user group. */
export type GroupMembers =
  | { kind: 'members'; slackIds: readonly string[] }
  /** It was switched off, or never was. */
  | { kind: 'no such group' }
  /** Slack's free plan has no user groups: `plan_upgrade_required`. */
  | { kind: 'not in the plan' };

/** What the room asks of Slack. Every answer may come from a short-lived memory. */
export interface SlackPeople {
  /** @returns undefined when Slack knows no such account; throws when Slack did not say. */
  person(id: string): Promise<SlackPerson | undefined>;
  personByEmail(email: string): Promise<SlackPerson | undefined>;
  /** @throws when Slack did not say */
  groupMembers(group: string): Promise<GroupMembers>;
}
