/** Where in Slack something was written. */
export type Place =
  | { kind: 'channel'; name: string }
  | { kind: 'private channel' }
  | { kind: 'group' }
  | { kind: 'direct' }
  | { kind: 'none' };
