import type { Colleague } from '../people/literal-names.ts';
import type { SlackPeople } from '../people/slack-people.ts';

/** What the requests ask of Slack, beside who people are. Every answer may come from a short-lived memory. */
export interface SlackDirectory extends SlackPeople {
  /** The handle of a user group, without @. */
  groupHandle(id: string): Promise<string | undefined>;
  /** The name of a channel, without #. */
  channelName(id: string): Promise<string | undefined>;
  /** Everybody of the workspace who may be written to: no bots, nobody who left. @throws when Slack did not say in time */
  colleagues(): Promise<readonly Colleague[]>;
  inGroup(slackId: string, groups: ReadonlySet<string>): Promise<boolean>;
}
