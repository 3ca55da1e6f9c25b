import { type Logger, SocketModeReceiver } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../log/log.ts';
import { refusal, SlackRefusedError } from './refusal.ts';
import { untilAnswered, waitFor } from './until-answered.ts';

/** What becomes of the socket after it was open once. */
export interface SocketEvents {
  /** Why nothing arrives at the moment; undefined: the socket is open. */
  onTrouble(trouble: string | undefined): void;
  /** Slack will never take this process back: only a mended setting and a new start help. */
  onRefused(error: SlackRefusedError): void;
}

export interface SocketOptions {
  appToken: string;
  apiUrl: string;
  log: Log;
  logger: Logger;
  /**
   * Milliseconds without a pong after which the socket counts as dead. One that did not even live that long is opened again
   * after a pause, any other at once.
   */
  pingTimeout?: number;
  /** Milliseconds after which an opening is given up and begun anew. */
  longestOpening?: number;
  fetch?: typeof globalThis.fetch;
}

/**
 * Bolt's standard of five seconds takes a slow moment for a dead line (slackapi/bolt-js#2496); with ten, and its look
 * every five, a line that died silently is noticed within twenty.
 */
const PING_TIMEOUT = 10_000;
const CALL_TIMEOUT = 10_000;
/** A handshake that hangs would keep the bot deaf for undici's five minutes. */
const LONGEST_OPENING = 30_000;
/** apps.connections.open may be asked some 50 times a minute. */
const PAUSE = 2000;

const hello = z.object({ type: z.literal('hello'), num_connections: z.number() });

/**
 * Socket Mode that opens again by itself as long as Slack may take it.
 *
 * Left alone, @slack/socket-mode gives up a reopening on any network error or 5xx with a rejection that nobody can catch,
 * which ends the process; and a refused token does the same without a word on what to do. It also waits a whole ping
 * timeout before it opens again, in which nothing reaches the bot, each time that Slack asks for a new line, which is
 * about hourly. So each opening goes through here: at once, then as long as it may pass; a refusal is handed on.
 */
export function createSocket(options: SocketOptions, events: SocketEvents) {
  const {
    appToken,
    apiUrl,
    log,
    logger,
    pingTimeout = PING_TIMEOUT,
    longestOpening = LONGEST_OPENING,
    fetch,
  } = options;
  const stopping = new AbortController();
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: pingTimeout,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        timeout: CALL_TIMEOUT,
        // Its own would be 100 tries with ever longer pauses, hours in the end; the loop below has the patience.
        retryConfig: { retries: 1, minTimeout: 500, maxTimeout: 1000 },
        // An opening that waited for the rate behind the back of the next would open a second line.
        rejectRateLimitedCalls: true,
        ...(fetch && { fetch }),
      },
    },
  });
  const { client } = receiver;
  const { start } = client;
  const openOnce = () => start.call(client);
  let openedAt: number | undefined;
  let reopening = false;

  client.start = open;

  async function open() {
    try {
      const response = await within(longestOpening, openOnce());
      openedAt = performance.now();
      return response;
    } catch (error) {
      throw refusal(error, 'SLACK_APP_TOKEN') ?? error ?? new Error('The socket closed while it was being opened.');
    }
  }

  /** After the line was lost, with nobody to catch what is thrown. */
  async function reopen(livedFor: number): Promise<void> {
    reopening = true;
    try {
      // Slack that closes whatever is opened is not asked as fast as it answers.
      if (livedFor < pingTimeout) await waitFor(Math.min(pingTimeout, PAUSE), stopping.signal);
      await untilAnswered(open, log, stopping.signal);
    } catch (error) {
      if (!(error instanceof SlackRefusedError)) return;
      events.onTrouble(error.message);
      events.onRefused(error);
    } finally {
      reopening = false;
    }
  }

  client.on('disconnected', () => {
    if (openedAt === undefined || reopening || stopping.signal.aborted) return;
    void reopen(performance.now() - openedAt);
  });

  client.on('connected', () => {
    events.onTrouble(undefined);
    log.info('connected to Slack by Socket Mode');
  });
  client.on('close', () => events.onTrouble('the socket to Slack is closed; it is being opened again'));
  client.on('ws_message', (data: unknown) => {
    const connections = connectionsOf(data);
    if (connections === undefined || connections < 2) return;
    log.warn(
      { connections },
      'Slack counts more than one connection of this app: another copy takes part of what people ask; stop it, unless it is meant to run on the same store',
    );
  });

  return {
    receiver,
    stop() {
      stopping.abort();
    },
  };
}

/** How many connections of the app Slack counts, from its greeting. */
function connectionsOf(data: unknown): number | undefined {
  if (typeof data !== 'string' || !data.includes('"hello"')) return undefined;
  try {
    return hello.safeParse(JSON.parse(data)).data?.num_connections;
  } catch {
    return undefined;
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The socket to Slack did not open within ${ms / 1000} s.`)), ms);
  });
  // Whoever gave up waiting does not hear of it any more.
  work.catch(() => {});
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
