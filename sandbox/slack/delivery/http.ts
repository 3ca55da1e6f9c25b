/**
 * The app's request URL: signed requests, three seconds to answer.
 * Sources: docs.slack.dev/authentication/verifying-requests-from-slack, docs.slack.dev/apis/events-api.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { DeliveryMisbehaviour } from '../misbehaviour.ts';
import type { World } from '../world.ts';
import type { Acknowledgement, Delivery, Payload } from './delivery.ts';

interface RawAnswer {
  status: number;
  body: string;
  contentType: string;
  noRetry: boolean;
}
type Outcome =
  | { kind: 'answer'; answer: RawAnswer; ms: number }
  | { kind: 'timeout'; ms: number }
  | { kind: 'unreachable'; ms: number };

/** Events are tried again at once, after a minute and after five (docs.slack.dev/apis/events-api, "retries"). */
const EVENT_RETRIES_MS = [0, 60_000, 300_000];

export class HttpDelivery implements Delivery {
  readonly #world: World;
  readonly #url: URL;
  readonly #signingSecret: string;
  readonly #timers = new Set<NodeJS.Timeout>();
  #verified = false;

  constructor(world: World, url: string, signingSecret: string) {
    this.#world = world;
    this.#url = new URL(url);
    this.#signingSecret = signingSecret;
  }

  async send(payload: Payload): Promise<Acknowledgement> {
    if (payload.kind === 'event' && !this.#verified) await this.#verifyUrl();
    const rule = this.#world.misbehaviours.forDelivery('delivery', payload.body);
    const outcome = await this.#post(payload, rule, {});
    if (rule?.do === 'repeat') void this.#post(payload, undefined, {});
    if (payload.kind === 'event' && !wasTaken(outcome)) this.#retry(payload, outcome, 0);
    return acknowledgement(outcome);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Slack sends no event to an address that did not give the challenge back. */
  async #verifyUrl(): Promise<void> {
    const challenge = randomBytes(16).toString('hex');
    const body = { token: this.#world.secrets.verificationToken, challenge, type: 'url_verification' };
    const outcome = await this.#post({ kind: 'event', body }, undefined, {});
    if (outcome.kind !== 'answer' || outcome.answer.status !== 200 || !outcome.answer.body.includes(challenge)) {
      throw new Error(`the request URL did not give the challenge back: ${JSON.stringify(outcome)}`);
    }
    this.#verified = true;
  }

  #retry(payload: Payload, before: Outcome, attempt: number): void {
    const pause = EVENT_RETRIES_MS[attempt];
    if (pause === undefined || (before.kind === 'answer' && before.answer.noRetry)) return;
    const reason =
      before.kind === 'answer' ? 'http_error' : before.kind === 'timeout' ? 'http_timeout' : 'connection_failed';
    const timer = setTimeout(async () => {
      this.#timers.delete(timer);
      const headers = { 'x-slack-retry-num': String(attempt + 1), 'x-slack-retry-reason': reason };
      const outcome = await this.#post(payload, undefined, headers);
      if (!wasTaken(outcome)) this.#retry(payload, outcome, attempt + 1);
    }, pause);
    timer.unref();
    this.#timers.add(timer);
  }

  #post(payload: Payload, rule: DeliveryMisbehaviour | undefined, more: Record<string, string>): Promise<Outcome> {
    const body = encode(payload);
    // The signature is made for the reader's clock, so it is the machine's own time and not the workspace's.
    const seconds = Math.floor(Date.now() / 1000) - (rule?.do === 'stale-timestamp' ? 301 : 0);
    const secret = rule?.do === 'bad-signature' ? 'not-the-secret' : this.#signingSecret;
    const signature = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
    const startedAt = performance.now();
    const passed = () => Math.round(performance.now() - startedAt);
    return new Promise((resolve) => {
      const outgoing = request(this.#url, {
        method: 'POST',
        // A connection of its own for each request, so that a restarted app is never met on a dead one.
        agent: false,
        headers: {
          'content-type': payload.kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          accept: 'application/json,*/*',
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': String(seconds),
          'x-slack-signature': `v0=${signature}`,
          ...more,
        },
      });
      const timer = setTimeout(() => {
        resolve({ kind: 'timeout', ms: passed() });
        outgoing.destroy();
      }, this.#world.settings.ackTimeoutMs);
      const end = (outcome: Outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      outgoing.on('error', () => end({ kind: 'unreachable', ms: passed() }));
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => end({ kind: 'unreachable', ms: passed() }));
        response.on('end', () =>
          end({
            kind: 'answer',
            ms: passed(),
            answer: {
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString('utf8'),
              contentType: response.headers['content-type'] ?? '',
              noRetry: response.headers['x-slack-no-retry'] === '1',
            },
          }),
        );
      });
      outgoing.end(body);
    });
  }
}

function encode(payload: Payload): string {
  switch (payload.kind) {
    case 'event':
      return JSON.stringify(payload.body);
    case 'interactive':
      return new URLSearchParams({ payload: JSON.stringify(payload.body) }).toString();
    case 'command':
      return new URLSearchParams(
        Object.entries(payload.body).map(([name, value]): [string, string] => [name, String(value)]),
      ).toString();
  }
}

function wasTaken(outcome: Outcome): boolean {
  return outcome.kind === 'answer' && outcome.answer.status >= 200 && outcome.answer.status < 300;
}

function acknowledgement(outcome: Outcome): Acknowledgement {
  if (outcome.kind === 'timeout') return { kind: 'timed out', ms: outcome.ms };
  if (outcome.kind === 'unreachable') {
    return { kind: 'failed', reason: 'dispatch_failed', status: 0, body: undefined, ms: outcome.ms };
  }
  const { status } = outcome.answer;
  const body = decode(outcome.answer);
  if (status === 200) return { kind: 'answered', status, body, ms: outcome.ms };
  const reason = status >= 500 ? 'http_service_error' : 'http_client_error';
  return { kind: 'failed', reason, status, body, ms: outcome.ms };
}

function decode(answer: RawAnswer): unknown {
  if (answer.body === '') return undefined;
  if (!answer.contentType.includes('application/json')) return answer.body;
  try {
    return JSON.parse(answer.body);
  } catch {
    return answer.body;
  }
}
