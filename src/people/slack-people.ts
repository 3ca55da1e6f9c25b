/** A Slack account, as much of it as the bot needs. */
export interface SlackPerson {
  id: string;
  /** The name that colleagues see. */
  name: string;
  /** Lower case; absent without the scope users:read.email and for bots. */
  email?: string;
  /** A guest, a stranger from Slack Connect, a bot and a deactivated account are no full members. */
  standing: 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated';
}

/** What the room asks of Slack. Every answer may come from a short-lived memory. */
export interface SlackPeople {
  /** @returns undefined when Slack knows no such account; throws when Slack did not say. */
  person(id: string): Promise<SlackPerson | undefined>;
  personByEmail(email: string): Promise<SlackPerson | undefined>;
}
