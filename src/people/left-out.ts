/** Why somebody gets none. What the sender reads about it is written in `slack/`. */
export type NotFound =
  | 'not listed'
  /** Several active accounts of the portal have the address. */
  | 'several accounts'
  | 'slack silent'
  | 'portal silent'
  | 'no such group'
  | 'empty group'
  | 'no groups in the plan'
  | 'group silent';

export interface LeftOutPerson {
  namedAs: string;
  why: NotFound;
  /** The Slack ID of somebody whom a link would make reachable: no bot, and nobody who left. */
  linkable?: string;
}
