import type { Answers, Question } from './answers.ts';

/** How Slack reaches the bot, and how the bot reaches the portal. */
export interface Ways {
  slack: 'socket' | 'http';
  portal: 'webhook' | 'application';
}

/** What of the two ways shows in what is known. */
export function waysKnown(known: Answers): Partial<Ways> {
  const slack = known.SLACK_APP_TOKEN ? 'socket' : known.SLACK_SIGNING_SECRET ? 'http' : undefined;
  const portal = known.BITRIX24_WEBHOOK_URL ? 'webhook' : known.BITRIX24_DOMAIN ? 'application' : undefined;
  return { ...(slack && { slack }), ...(portal && { portal }) };
}

/** What each way needs, in the order in which it is asked. */
export const SLACK_NEEDS: Record<Ways['slack'], readonly Question[]> = {
  socket: ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'],
  http: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'],
};
export const PORTAL_NEEDS: Record<Ways['portal'], readonly Question[]> = {
  webhook: ['BITRIX24_WEBHOOK_URL'],
  application: ['BITRIX24_DOMAIN', 'BITRIX24_CLIENT_ID', 'BITRIX24_CLIENT_SECRET'],
};

/** Whether nothing is left to ask for. */
export function isComplete(known: Answers): boolean {
  const { slack, portal } = waysKnown(known);
  if (slack === undefined || portal === undefined) return false;
  return [...SLACK_NEEDS[slack], ...PORTAL_NEEDS[portal]].every((question) => known[question] !== undefined);
}
