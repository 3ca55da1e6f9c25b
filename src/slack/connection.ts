import { App, type Logger, type Receiver, SocketModeReceiver, webApi } from '@slack/bolt';
import type { Transport } from '../config/settings.ts';
import type { Log } from '../log/log.ts';
import { boltLogger } from './bolt-logger.ts';
import { slackErrorCode } from './directory.ts';
import { HttpReceiver } from './http-receiver.ts';

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

/** Who the bot is in Slack. */
export interface Identity {
  team: string;
  teamName: string;
  botId: string;
  botUserId: string;
}

export interface SlackConnection {
  app: App;
  client: webApi.WebClient;
  /** Set in HTTP mode: answers what Slack sends. */
  http?: HttpReceiver;
  /** Why nothing reaches the bot from Slack at the moment; undefined while it is connected. */
  trouble(): string | undefined;
  /** Connects. @throws SlackRefusedError when Slack refuses a token for good */
  connect(signal: AbortSignal): Promise<Identity>;
  /** Takes nothing new from Slack. Listeners at work go on. */
  stop(): Promise<void>;
}

/** Longest wait for one call of the Web API, and how often it is made anew: a person waits for the answer. */
const CALL_TIMEOUT = 10_000;
const CALL_RETRIES = 2;
const LONGEST_PAUSE = 30_000;

/**
 * The connection to one workspace, by either transport. The listeners are the same for both.
 *
 * Options objects are never shared between clients: Socket Mode writes its own retries into the ones it is given.
 */
export function createConnection(
  { botToken, apiUrl, transport }: { botToken: string; apiUrl: string; transport: Transport },
  log: Log,
): SlackConnection {
  const logger = boltLogger(log);
  const options = () => ({
    slackApiUrl: apiUrl,
    timeout: CALL_TIMEOUT,
    retryConfig: { retries: CALL_RETRIES, minTimeout: 500, maxTimeout: 2000 },
    logger,
  });
  let identity: Identity | undefined;
  let trouble: string | undefined = 'not connected to Slack yet';
  const link =
    transport.kind === 'http'
      ? httpLink(transport.signingSecrets, logger)
      : socketLink(transport.appToken, apiUrl, log, logger, (now) => {
          trouble = now;
        });
  const client = new webApi.WebClient(botToken, options());
  const app = new App({
    receiver: link.receiver,
    clientOptions: options(),
    logger,
    convoStore: false,
    deferInitialization: true,
    // One workspace and one token: nothing has to be asked on each event.
    authorize: async () => ({
      botToken,
      ...(identity && { botId: identity.botId, botUserId: identity.botUserId, teamId: identity.team }),
    }),
  });
  return {
    app,
    client,
    ...(link.receiver instanceof HttpReceiver && { http: link.receiver }),
    trouble: () => trouble,
    async connect(signal) {
      await app.init();
      identity = await untilAnswered(() => whoAmI(client), log, signal);
      await untilAnswered(() => link.start(app), log, signal);
      trouble = undefined;
      return identity;
    },
    async stop() {
      trouble = 'stopping';
      await app.stop();
    },
  };
}

interface Link {
  receiver: Receiver;
  start(app: App): Promise<void>;
}

function httpLink(signingSecrets: readonly string[], logger: Logger): Link {
  return { receiver: new HttpReceiver(signingSecrets, logger), start: async () => {} };
}

function socketLink(
  appToken: string,
  apiUrl: string,
  log: Log,
  logger: Logger,
  onTrouble: (trouble: string | undefined) => void,
): Link {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    installerOptions: { clientOptions: { slackApiUrl: apiUrl, timeout: CALL_TIMEOUT } },
  });
  receiver.client.on('connected', () => {
    onTrouble(undefined);
    log.info('connected to Slack by Socket Mode');
  });
  receiver.client.on('close', () => onTrouble('the socket to Slack is closed; reconnecting'));
  return {
    receiver,
    async start(app) {
      try {
        await app.start();
      } catch (error) {
        throw refusal(error, 'SLACK_APP_TOKEN') ?? error;
      }
    },
  };
}

async function whoAmI(client: webApi.WebClient): Promise<Identity> {
  try {
    const { team_id, team, bot_id, user_id } = await client.auth.test();
    return { team: team_id ?? '', teamName: team ?? '', botId: bot_id ?? '', botUserId: user_id ?? '' };
  } catch (error) {
    throw refusal(error, 'SLACK_BOT_TOKEN') ?? error;
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

function refusal(error: unknown, variable: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'): SlackRefusedError | undefined {
  const code = slackErrorCode(error);
  if (code === undefined || !REFUSALS.has(code)) return undefined;
  const advice =
    variable === 'SLACK_BOT_TOKEN'
      ? 'Copy the Bot User OAuth Token anew from "OAuth & Permissions" of your Slack app; reinstall the app there if it was removed.'
      : 'Make an app-level token with the scope connections:write under "Basic Information", and turn Socket Mode on.';
  return new SlackRefusedError(code, variable, advice);
}

/** Repeats until Slack answers, however long it is away; a refusal for good ends it. */
async function untilAnswered<T>(ask: () => Promise<T>, log: Log, signal: AbortSignal): Promise<T> {
  for (let pause = 1000; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof SlackRefusedError || signal.aborted) throw error;
      log.warn({ error }, `Slack does not answer; asking again in ${pause / 1000} s`);
      await new Promise<void>((resolve) => {
        setTimeout(resolve, pause);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      signal.throwIfAborted();
    }
  }
}
