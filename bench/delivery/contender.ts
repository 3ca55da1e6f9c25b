/** What every contender is given, and says at the end. */
export interface Task {
  webhookUrl: string;
  /** The same portal over TLS. */
  secureUrl: string;
  recipients: readonly number[];
  /** Most requests in flight. */
  concurrency: number;
  /** Where it may write. */
  folder: string;
  /** Gives up after so many milliseconds. */
  patienceMs: number;
}
export interface Result {
  ms: number;
  /** Notifications that the contender itself holds for delivered. */
  believed: number;
}

/** What is sent, the same by all. */
export const TEXT =
  '[B]Sam Sender[/B] in [B]#releases[/B]\nThe release of api-gateway 4.2.1 is out: [URL=https://ci.example.com/builds/4211]build 4211[/URL]. Please check your dashboards until noon.';
export const PLAIN_TEXT =
  'Sam Sender in #releases\nThe release of api-gateway 4.2.1 is out: build 4211 (https://ci.example.com/builds/4211). Please check your dashboards until noon.';

/** A notification as the REST method takes it over a webhook. */
export function parametersOf(recipient: number) {
  return {
    USER_ID: recipient,
    MESSAGE: TEXT,
    MESSAGE_OUT: PLAIN_TEXT,
    TAG: `release:${recipient}`,
    SUB_TAG: 'b24notify',
    CLIENT_ID: 'b24notify',
  };
}
