import { slackErrorCode } from './directory.ts';

/** Slack refused the bot for good: trying again changes nothing. */
export class SlackRefusedError extends Error {
  override readonly name = 'SlackRefusedError';
  readonly code: string;
  readonly advice: string;

  constructor(code: string, what: string, advice: string) {
    super(`Slack refuses ${what}: ${code}.`);
    this.code = code;
    this.advice = advice;
  }
}

/** Slack's words for a token that will never work again, or never did. */
const REFUSALS = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'user_removed_from_team',
  'team_disabled',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
  'org_login_required',
  'ekm_access_denied',
]);

/** The refusal that an error of the Web API is, if it is one for good. */
export function refusal(
  error: unknown,
  variable: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN',
): SlackRefusedError | undefined {
  const code = slackErrorCode(error);
  if (code === undefined || !REFUSALS.has(code)) return undefined;
  const advice =
    variable === 'SLACK_BOT_TOKEN'
      ? 'Copy the Bot User OAuth Token anew from "OAuth & Permissions" of your Slack app; reinstall the app there if it was removed.'
      : 'Make an app-level token with the scope connections:write under "Basic Information", and turn Socket Mode on.';
  return new SlackRefusedError(code, variable, advice);
}
