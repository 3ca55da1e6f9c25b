import { App, webApi } from '@slack/bolt';
import type { Transport } from '../config/settings.ts';
import type { Log } from '../log/log.ts';
import { watchAcknowledgements } from './acknowledgement.ts';
import { boltLogger } from './bolt-logger.ts';
import { HttpReceiver } from './http-receiver.ts';
import { waitingForRate } from './rate-limited.ts';
import { refusal, type SlackRefusedError } from './refusal.ts';
import { createSocket } from './socket.ts';
import { type Home, homeOf } from './standing.ts';
import { watchToken } from './token-watch.ts';
import { untilAnswered } from './until-answered.ts';

/** Who the bot is in Slack. */
export interface Identity extends Home {
  teamName: string;
  botId: string;
  botUserId: string;
}

export interface SlackConnection {
  app: App;
  client: webApi.WebClient;
  /** For questions with an answer to be had in a second or not at all: what Slack refuses for its rate fails at once. */
  lookUps: webApi.WebClient;
  /** For calls that nobody waits for: what Slack refuses for its rate fails at once, and keeps no other call waiting. */
  impatient: webApi.WebClient;
  /** Set in HTTP mode: answers what Slack sends. */
  http?: HttpReceiver;
  /** Why nothing reaches the bot from Slack at the moment, or nothing of its reaches Slack; undefined while all is well. */
  trouble(): string | undefined;
  /** Connects. @throws SlackRefusedError when Slack refuses a token for good */
  connect(signal: AbortSignal): Promise<Identity>;
  /** Takes nothing new from Slack. Listeners at work go on. */
  stop(): Promise<void>;
}

export interface ConnectionOptions {
  /** Slack takes this process no more, long after it had: nothing reaches it until a setting is mended. */
  onRefused?(error: SlackRefusedError): void;
  /** See `SocketOptions`. */
  pingTimeout?: number;
  /** See `SocketOptions`. */
  longestOpening?: number;
  /** Milliseconds between two questions whether Slack still takes the bot's token. */
  tokenPace?: number;
  /** Carries the calls of the Web API; the standard is Node's own. */
  fetch?: typeof globalThis.fetch;
}

/** Longest wait for one call of the Web API, and how often it is made anew: a person waits for the answer. */
const CALL_TIMEOUT = 10_000;
const CALL_RETRIES = 2;
/** The same for a call that nobody waits for: the bot must not stay up for it. */
const IMPATIENCE = 4000;
const LONGEST_GOODBYE = 2000;

/**
 * The connection to one workspace, by either transport. The listeners are the same for both.
 *
 * Options objects are never shared between clients: Socket Mode writes its own retries into the ones it is given.
 */
export function createConnection(
  { botToken, apiUrl, transport }: { botToken: string; apiUrl: string; transport: Transport },
  log: Log,
  { onRefused = () => {}, pingTimeout, longestOpening, tokenPace, fetch }: ConnectionOptions = {},
): SlackConnection {
  const logger = boltLogger(log);
  const options = () => ({
    slackApiUrl: apiUrl,
    timeout: CALL_TIMEOUT,
    retryConfig: { retries: CALL_RETRIES, minTimeout: 500, maxTimeout: 2000 },
    // A client that waits for the rate by itself holds back all its other calls as well.
    rejectRateLimitedCalls: true,
    logger,
    ...(fetch && { fetch }),
  });
  const stopping = new AbortController();
  const patience = { timeout: CALL_TIMEOUT, stopping: stopping.signal };
  const waiting = () => ({ ...options(), fetch: waitingForRate(fetch ?? globalThis.fetch, patience) });
  let identity: Identity | undefined;
  let trouble: string | undefined = 'not connected to Slack yet';
  let tokenTrouble: string | undefined;
  let endTokenWatch = () => {};
  const onTrouble = (now: string | undefined) => {
    trouble = now;
  };
  const http = transport.kind === 'http' ? new HttpReceiver(transport.signingSecrets, logger) : undefined;
  const socket =
    transport.kind === 'socket'
      ? createSocket(
          {
            appToken: transport.appToken,
            apiUrl,
            log,
            logger,
            ...(pingTimeout !== undefined && { pingTimeout }),
            ...(longestOpening !== undefined && { longestOpening }),
            ...(fetch && { fetch }),
          },
          { onTrouble, onRefused },
        )
      : undefined;
  const receiver = http ?? (socket && watchAcknowledgements(socket.receiver, log));
  const client = new webApi.WebClient(botToken, waiting());
  const lookUps = new webApi.WebClient(botToken, options());
  const impatient = new webApi.WebClient(botToken, {
    ...options(),
    timeout: IMPATIENCE,
    retryConfig: { retries: 0 },
  });
  const app = new App({
    ...(receiver && { receiver }),
    clientOptions: waiting(),
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
    lookUps,
    impatient,
    ...(http && { http }),
    trouble: () => trouble ?? tokenTrouble,
    async connect(signal) {
      await app.init();
      identity = await unlessAborted(
        untilAnswered(() => whoAmI(client), log, signal),
        signal,
      );
      if (socket)
        await unlessAborted(
          untilAnswered(() => app.start(), log, signal),
          signal,
        );
      trouble = undefined;
      const onTokenTrouble = (now: string | undefined) => {
        tokenTrouble = now;
      };
      endTokenWatch = watchToken(impatient, onTokenTrouble, tokenPace);
      return identity;
    },
    async stop() {
      trouble = 'stopping';
      stopping.abort();
      endTokenWatch();
      socket?.stop();
      // A dead line never answers the goodbye, and Bolt would wait half a minute for it.
      await Promise.race([app.stop(), new Promise((resolve) => setTimeout(resolve, LONGEST_GOODBYE).unref())]);
    },
  };
}

async function whoAmI(client: webApi.WebClient): Promise<Identity> {
  try {
    const answer = await client.auth.test();
    const { team: teamName = '', bot_id: botId = '', user_id: botUserId = '' } = answer;
    return { ...homeOf(answer), teamName, botId, botUserId };
  } catch (error) {
    throw refusal(error, 'SLACK_BOT_TOKEN') ?? error;
  }
}

/** A call under way cannot be cancelled, but whoever stops need not wait for it. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}
