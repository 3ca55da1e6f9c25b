import { webApi } from '@slack/bolt';
import { parse } from 'yaml';
import { z } from 'zod';
import { refusal } from '../../slack/refusal.ts';
import { bad, doubtful, type Finding, good } from './finding.ts';

const TOKEN = 'Slack token';
const SCOPES = 'Slack scopes';
/** Without these the main job does not work; the others only make it nicer. */
const NEEDED = ['commands', 'chat:write'];

const manifestSchema = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });

/** Whether Slack takes the bot token, and whether it may do all that manifest.yml asks for. */
export async function checkSlackToken(
  { botToken, apiUrl }: { botToken: string; apiUrl: string },
  manifest: string,
): Promise<Finding[]> {
  try {
    const client = new webApi.WebClient(botToken, webOptions(apiUrl));
    const { team, user, response_metadata } = await client.auth.test();
    const asked = manifestSchema.parse(parse(manifest)).oauth_config.scopes.bot;
    return [
      good(TOKEN, `Slack takes SLACK_BOT_TOKEN: @${user} in ${team}.`),
      ...scopesOf(asked, response_metadata?.scopes),
    ];
  } catch (error) {
    const refused = refusal(error, 'SLACK_BOT_TOKEN');
    if (refused) return [bad(TOKEN, refused.message, refused.advice)];
    return [bad(TOKEN, `Slack does not answer: ${sentence(error)}`, whenSilent(error))];
  }
}

/**
 * The app that a bot token belongs to. Undefined when Slack does not say (it needs users:read), or takes no such token at
 * all: that is {@link checkSlackToken}'s to tell.
 */
export async function appOf({ botToken, apiUrl }: { botToken: string; apiUrl: string }): Promise<string | undefined> {
  try {
    const client = new webApi.WebClient(botToken, webOptions(apiUrl));
    const { bot_id } = await client.auth.test();
    return bot_id && (await client.bots.info({ bot: bot_id })).bot?.app_id;
  } catch {
    return undefined;
  }
}

function scopesOf(asked: readonly string[], granted: readonly string[] | undefined): Finding[] {
  if (granted === undefined) return [doubtful(SCOPES, 'Slack does not say which scopes the token has.', REINSTALL)];
  const missing = asked.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return [good(SCOPES, `The token has all ${asked.length} scopes of manifest.yml.`)];
  const state = missing.some((scope) => NEEDED.includes(scope)) ? bad : doubtful;
  return [state(SCOPES, `The token lacks ${missing.join(', ')}, which manifest.yml asks for.`, REINSTALL)];
}

const REINSTALL =
  'Bring the app to the manifest.yml of this version ("App Manifest" in the settings of your Slack app), then "Install App" → "Reinstall to Workspace".';
const NETWORK = 'Check that this machine may open https connections to slack.com, and the proxy if there is one.';

/** What to do about an answer that did not come. */
export function whenSilent(error: unknown): string {
  return error instanceof webApi.WebAPIRateLimitedError ? `Try again in ${error.retryAfter} seconds.` : NETWORK;
}

export function webOptions(slackApiUrl: string): webApi.WebClientOptions {
  return { slackApiUrl, timeout: 10_000, retryConfig: { retries: 1 }, rejectRateLimitedCalls: true, logger: silent };
}

/** The doctor says by itself what it found. */
const nothing = () => {};
const silent: webApi.Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => webApi.LogLevel.ERROR,
  setName: nothing,
};

export function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
