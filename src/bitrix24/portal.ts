import { Agent, type Dispatcher } from 'undici';
import { type PortalAccess, parseDomain, parseWebhookUrl } from './access.ts';
import { type Answer, answerFrom, type Reading, readAnswer } from './answer.ts';
import { PortalError } from './errors/portal-error.ts';
import { type Exchange, exchange } from './exchange.ts';
import { brokenError, type CallContext, callError, notUnderstoodError, refusalError } from './portal-failure.ts';
import { readRedirect } from './redirect.ts';
import { refusalOfToken } from './refusal-of-token.ts';
import { scrubMap } from './scrub.ts';
import { createSecrets } from './secrets.ts';
import type { Tokens } from './tokens.ts';
import { type FileToUpload, formOf, uploadStep } from './upload-form.ts';

export type { Answer, AnswerTime } from './answer.ts';

export interface PortalOptions {
  /** Longest time for one call, from its start to the answer's last byte. Default 30,000 ms; the portal itself ends a call after 60 s. */
  readonly timeoutMs?: number;
  /** Default `b24notify`. Never empty: some portals refuse requests without one. */
  readonly userAgent?: string;
  /** Another undici dispatcher (a proxy, a test). It stays the caller's to close. */
  readonly dispatcher?: Dispatcher;
  /** Hears every secret once (the webhook's, each new token), for a logger that masks. */
  readonly onSecret?: (value: string) => void;
  /** The portal has been renamed and answers at another host; later calls go there. Its setting should be changed. */
  readonly onMoved?: (host: string) => void;
  /** A call begins to go out, so many milliseconds after it was asked for: where a connection has to be made, that takes time. */
  readonly onBegun?: (afterMs: number) => void;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** A Bitrix24 portal that can be called. */
export interface Portal {
  readonly mode: 'webhook' | 'application';
  /** Follows a renamed portal. */
  readonly host: string;
  /**
   * Calls a REST method once. Resolves when the portal answered with a `result`, whatever its value.
   *
   * Nothing that may have been done is ever repeated. Repeated once are a call refused for its token (with another one)
   * and a call redirected to the portal's new address; both were refused before they were looked at.
   *
   * @throws PortalError, one of its subclasses by what the failure means
   */
  call(method: string, parameters?: Record<string, unknown>, options?: CallOptions): Promise<Answer>;
  /**
   * Puts a file into a folder of the Drive in two steps, so that it streams through whatever its size. The second step's
   * address holds the credential and never leaves this function. The file has the rights of the folder.
   *
   * @returns the answer to the second step, the file as `disk.file.get` would show it
   * @throws PortalError as {@link call}; `unknown` where the file may be there
   */
  upload(folder: number, file: FileToUpload, options?: CallOptions): Promise<Answer>;
  /** Waits for calls in flight. */
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly reading: Reading;
}

/** A file may take its time; whoever uploads gives up by `signal` when nothing moves. */
const LONGEST_UPLOAD = 30 * 60_000;
const UPLOAD = 'disk.folder.uploadFile';
const MOST_REDIRECTS = 3;
const CONNECT_TIMEOUT = 10_000;

/**
 * A portal, reached over a webhook or as an application.
 *
 * @throws CredentialsError when the address in `access` can't be used
 */
export function createPortal(access: PortalAccess, options: PortalOptions = {}): Portal {
  const secrets = createSecrets(options.onSecret);
  const { path, secret, ...address } = locate(access);
  secrets.add(secret);
  // HTTP/2 would let undici send a request again after a GOAWAY; one connection for each request in flight can't.
  const own = options.dispatcher === undefined;
  const dispatcher = options.dispatcher ?? new Agent({ allowH2: false, connect: { timeout: CONNECT_TIMEOUT } });
  let origin = address.origin;
  /** Whoever waits for tokens: the answer of a renewal is kept even when the call that needed it has gone. */
  const underWay = new Set<Promise<void>>();

  const context = (method: string): CallContext => ({ method, host: new URL(origin).host, mode: access.mode, secrets });

  async function post(method: string, body: string, call: CallOptions): Promise<Reply> {
    let target = origin;
    for (let hop = 0; ; hop += 1) {
      const url = new URL(path + method, target);
      const outcome = await exchange(dispatcher, {
        url,
        headers: headers(options.userAgent),
        body,
        timeoutMs: call.timeoutMs ?? options.timeoutMs ?? 30_000,
        signal: call.signal,
        onBegun: options.onBegun,
      });
      if (outcome.kind !== 'answered') throw brokenError(context(method), outcome);
      const redirect = readRedirect(url, outcome.status, outcome.headers.location);
      if (redirect.kind === 'none') {
        const reading = readAnswer(outcome.status, outcome.headers, outcome.body, Date.now());
        if (target !== origin && reading.kind !== 'not understood') moveTo(target);
        return { status: outcome.status, reading };
      }
      if (redirect.kind === 'elsewhere' || hop === MOST_REDIRECTS) {
        throw redirectedError(
          context(method),
          outcome,
          redirect.kind === 'moved' ? redirect.origin : redirect.location,
        );
      }
      target = redirect.origin;
    }
  }

  function moveTo(newOrigin: string): void {
    origin = newOrigin;
    options.onMoved?.(new URL(newOrigin).host);
  }

  function accept(method: string, reply: Reply): Answer {
    const { reading, status } = reply;
    if (reading.kind === 'refused') throw refusalError(context(method), reading.refusal, status);
    if (reading.kind === 'not understood') throw notUnderstoodError(context(method), reading, status);
    return answerFrom(scrubMap(reading.answer.raw, secrets));
  }

  async function tokensOf<T extends Tokens | undefined>(method: string, ask: () => Promise<T>): Promise<T> {
    const asking = ask();
    const asked = asking.catch(() => {}).then(() => void underWay.delete(asked));
    underWay.add(asked);
    try {
      const tokens = await asking;
      secrets.add(tokens?.accessToken);
      secrets.add(tokens?.refreshToken);
      return tokens;
    } catch (error) {
      if (error instanceof PortalError) throw error;
      const cause = error instanceof Error ? error : new Error(String(error));
      throw brokenError(context(method), { kind: 'not sent', code: 'NO_TOKENS', cause });
    }
  }

  /** Asks once, and once more with another token where the first was too old, or there is another. */
  async function reach(method: string, parameters: Record<string, unknown>, call: CallOptions): Promise<Reply> {
    requireMethod(context(method));
    if (access.mode === 'webhook') return post(method, JSON.stringify(parameters), call);
    const source = access.tokens;
    const tokens = await tokensOf(method, () => source.current());
    const withToken = ({ accessToken }: Tokens) => JSON.stringify({ ...parameters, auth: accessToken });
    const first = await post(method, withToken(tokens), call);
    const refusal = refusalOfToken(first, tokens, Date.now());
    if (refusal === 'none') return first;
    const other = await tokensOf(method, () => (refusal === 'old' ? source.renew(tokens) : source.instead(tokens)));
    return other === undefined ? first : post(method, withToken(other), call);
  }

  return {
    mode: access.mode,
    get host() {
      return new URL(origin).host;
    },
    async call(method, parameters = {}, call = {}) {
      return accept(method, await reach(method, parameters, call));
    },
    async upload(folder, file, call = {}) {
      const { signal, timeoutMs = LONGEST_UPLOAD } = call;
      const reply = await reach(UPLOAD, { id: folder }, signal ? { signal } : {});
      accept(UPLOAD, reply);
      const url = uploadStep(reply.reading, origin);
      if (url === undefined) throw noUploadAddress(context(UPLOAD));
      const form = formOf(file);
      const outcome = await exchange(dispatcher, {
        url: url.address,
        headers: { ...headers(options.userAgent), ...form.headers(url.field) },
        body: form.body(url.field),
        timeoutMs,
        signal,
      });
      if (outcome.kind !== 'answered') throw brokenError(context(UPLOAD), outcome);
      return accept(UPLOAD, {
        status: outcome.status,
        reading: readAnswer(outcome.status, outcome.headers, outcome.body, Date.now()),
      });
    },
    async close() {
      await Promise.all(underWay);
      if (own) await dispatcher.close();
    },
  };
}

interface Location {
  readonly origin: string;
  /** What stands before the method, with slashes on both ends. */
  readonly path: string;
  readonly secret?: string;
}

function locate(access: PortalAccess): Location {
  if (access.mode === 'application') return { origin: parseDomain(access.domain).origin, path: '/rest/' };
  const { origin, user, secret } = parseWebhookUrl(access.url);
  return { origin, path: `/rest/${user}/${secret}/`, secret };
}

function headers(userAgent = 'b24notify'): Record<string, string> {
  return { 'content-type': 'application/json', accept: 'application/json', 'user-agent': userAgent };
}

/** A method becomes part of the address; anything but letters, digits and dots could lead elsewhere. */
function requireMethod(context: CallContext): void {
  if (/^[A-Za-z][\w.]*$/.test(context.method)) return;
  throw callError(context, { failure: 'defect', code: 'METHOD_NAME', what: 'was not sent, this is no method name' });
}

function noUploadAddress(context: CallContext): PortalError {
  return callError(context, {
    failure: 'defect',
    code: 'UPLOAD_ADDRESS',
    what: 'was answered without an address of the portal to upload to',
  });
}

function redirectedError(
  context: CallContext,
  outcome: Extract<Exchange, { kind: 'answered' }>,
  to: string,
): PortalError {
  return callError(context, {
    failure: 'credentials',
    code: 'REDIRECTED',
    what: 'was redirected instead of answered',
    description: to === '' ? undefined : `to ${to}`,
    status: outcome.status,
  });
}
