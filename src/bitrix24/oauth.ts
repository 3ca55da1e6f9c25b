import { Agent, type Dispatcher } from 'undici';
import { isSafeScheme } from './access.ts';
import { readAnswer } from './answer.ts';
import { PortalError } from './errors/portal-error.ts';
import { type Exchange, exchange } from './exchange.ts';
import { classify, classifyStatus } from './failure.ts';
import { type CallContext, callError } from './portal-failure.ts';
import { readTokens, type TokenSource, type Tokens } from './tokens.ts';

/** Where renewed pairs survive a restart, and where other copies of the bot leave theirs. */
export interface TokenKeep {
  load(): Promise<Tokens | undefined>;
  /** Must have kept the pair safely when it resolves: the old refresh token is worthless by then. */
  save(tokens: Tokens): Promise<void>;
  /** Runs `work` while no other copy does; without it, copies may renew at the same moment. */
  exclusively?<T>(work: () => Promise<T>): Promise<T>;
}

export interface TokenSourceOptions {
  /** The first pair; a pair in `keep` goes before it, as long as the portal takes that one. */
  readonly initial?: Tokens;
  /** The local application's; without it nothing can be renewed. */
  readonly client?: { readonly id: string; readonly secret: string };
  /** Default `https://oauth.bitrix.info/oauth/token/`. */
  readonly oauthUrl?: string;
  readonly keep?: TokenKeep;
  /** Longest time for one renewal. Default 30,000 ms. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
  /** Another undici dispatcher; it stays the caller's to close. */
  readonly dispatcher?: Dispatcher;
}

const METHOD = 'oauth.token';
/**
 * What the authorization server says of a refresh token that is spent or was never given out. It will not take it again, and
 * asking too often may get the application blocked (docs: settings/oauth), so the same one is offered this seldom.
 */
const SPENT = 'invalid_grant';
const OFFERED_AGAIN = 10 * 60_000;

/** One token that can not be renewed, for a single call. */
export function fixedToken(accessToken: string): TokenSource {
  return createTokenSource({ initial: { accessToken } });
}

/**
 * Keeps the pair of an application and renews it when the portal has refused it.
 *
 * What is in `keep` wins over memory and over `initial`: another copy, the command line or an installation may have left it.
 * Parallel renewals are one. A new pair is saved before it is used; if saving fails, it is kept in memory and saved by the
 * next renewal, because the authorization server has already spent the old one. When the kept pair is refused for good, the
 * `initial` one is tried once, for an operator who has just put a fresh pair into the settings.
 *
 * `renew` throws CredentialsError when the pair can't be renewed; and when the authorization server can't be reached or
 * fails, NotSentError (or LimitedError): the call that wanted the token has not been made, so repeating it is safe.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { initial, keep, now = Date.now } = options;
  let tokens: Tokens | undefined;
  let unsaved: Tokens | undefined;
  let initialTried = false;
  let renewing: Promise<Tokens> | undefined;
  let replacing: Promise<Tokens | undefined> | undefined;
  /** The answers for tokens that are spent. */
  const spent = new Map<string, { error: PortalError; until: number }>();
  const alone = keep?.exclusively?.bind(keep) ?? (<T>(work: () => Promise<T>) => work());

  async function newest(): Promise<Tokens> {
    tokens = (keep === undefined ? tokens : await kept(keep)) ?? initial;
    if (tokens === undefined) throw credentialsError(context(), 'NOT_INSTALLED', 'has no tokens to begin with');
    return tokens;
  }

  /** A store that is away for a moment stops nobody whose token is still good. */
  async function kept(where: TokenKeep): Promise<Tokens | undefined> {
    try {
      return await where.load();
    } catch (error) {
      if (tokens === undefined) throw error;
      return tokens;
    }
  }

  async function settle(fresh: Tokens): Promise<Tokens> {
    unsaved = fresh;
    await keep?.save(fresh);
    unsaved = undefined;
    tokens = fresh;
    return fresh;
  }

  /** The pair that somebody else has left meanwhile, if there is one. */
  async function left(stale: Tokens): Promise<Tokens | undefined> {
    const found = await keep?.load();
    if (found === undefined || found.accessToken === stale.accessToken) return undefined;
    tokens = found;
    return found;
  }

  async function replace(stale: Tokens): Promise<Tokens> {
    if (unsaved !== undefined) return settle(unsaved);
    const known = await left(stale);
    if (known !== undefined) return known;
    try {
      return await settle(await refresh(stale));
    } catch (error) {
      if (!isRefused(error)) throw error;
      const other = (await left(stale)) ?? (await fromSettings(stale));
      if (other === undefined) throw error;
      return other;
    }
  }

  /** A pair made of the initial one, as long as that is untried. */
  async function fromSettings(refused: Tokens): Promise<Tokens | undefined> {
    if (initial === undefined || !mayTry(refused)) return undefined;
    try {
      const fresh = await refresh(initial);
      initialTried = true;
      return await settle(fresh);
    } catch (error) {
      if (!isRefused(error)) throw error;
      initialTried = true;
      return undefined;
    }
  }

  function mayTry(refused: Tokens): boolean {
    const refreshToken = initial?.refreshToken;
    return refreshToken !== undefined && refreshToken !== refused.refreshToken && !initialTried;
  }

  async function refresh(stale: Tokens): Promise<Tokens> {
    const { refreshToken = '' } = stale;
    const known = spent.get(refreshToken);
    if (known !== undefined && known.until > now()) throw known.error;
    spent.delete(refreshToken);
    try {
      return await askForTokens(options, context(), stale);
    } catch (error) {
      if (error instanceof PortalError && error.code === SPENT)
        spent.set(refreshToken, { error, until: now() + OFFERED_AGAIN });
      throw error;
    }
  }

  function context(): CallContext {
    const pairs = [tokens, initial, unsaved].flatMap((pair) => [pair?.accessToken, pair?.refreshToken]);
    const secrets = [options.client?.secret, ...pairs].filter((value) => value !== undefined);
    return { method: METHOD, host: new URL(addressOf(options)).host, mode: 'application', secrets };
  }

  return {
    current: newest,
    renew(stale) {
      if (tokens !== undefined && tokens.accessToken !== stale.accessToken) return Promise.resolve(tokens);
      renewing ??= alone(() => replace(stale)).finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
    async instead(refused) {
      const other = await left(refused);
      if (other !== undefined || !mayTry(refused)) return other;
      replacing ??= alone(async () => (await left(refused)) ?? fromSettings(refused)).finally(() => {
        replacing = undefined;
      });
      return replacing;
    },
  };
}

async function askForTokens(options: TokenSourceOptions, context: CallContext, stale: Tokens): Promise<Tokens> {
  const { client } = options;
  if (client === undefined) throw credentialsError(context, 'NO_CLIENT', 'can not renew without client id and secret');
  if (stale.refreshToken === undefined) throw credentialsError(context, 'NO_REFRESH_TOKEN', 'has no refresh token');
  const url = new URL(addressOf(options));
  if (!isSafeScheme(url)) throw credentialsError(context, 'OAUTH_ADDRESS', 'must be asked over https');
  // The docs show GET; a form body keeps the secrets out of every log of addresses on the way.
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: client.id,
    client_secret: client.secret,
    refresh_token: stale.refreshToken,
  });
  const dispatcher = options.dispatcher ?? new Agent({ allowH2: false });
  try {
    const outcome = await exchange(dispatcher, {
      url,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        'user-agent': 'b24notify',
      },
      body: form.toString(),
      timeoutMs: options.timeoutMs ?? 30_000,
    });
    return readOutcome(context, outcome);
  } finally {
    if (options.dispatcher === undefined) await dispatcher.close();
  }
}

function readOutcome(context: CallContext, outcome: Exchange): Tokens {
  if (outcome.kind !== 'answered') {
    const what = `got no answer (${outcome.code})`;
    throw callError(context, {
      failure: 'not sent',
      code: outcome.code,
      what,
      description: outcome.cause.message,
      cause: outcome.cause,
    });
  }
  const { status } = outcome;
  const fresh = status === 200 ? readTokens(parse(outcome.body), Date.now()) : undefined;
  if (fresh !== undefined) return fresh;
  const reading = readAnswer(status, outcome.headers, outcome.body, Date.now());
  const refusal = reading.kind === 'refused' ? reading.refusal : undefined;
  const code = refusal?.code || (reading.kind === 'not understood' ? reading.code : 'BAD_RESULT');
  const failure =
    refusal === undefined || refusal.code === '' ? classifyStatus(status) : classify(refusal.code, status);
  throw callError(context, {
    // Whatever became of the renewal, the call that needed it was not made. And what the server calls a wrong request
    // (a 400 with a code we do not know) is a wrong setting: nothing else goes into it.
    failure: failure === 'unknown' ? 'not sent' : failure === 'limited' ? failure : 'credentials',
    code,
    what: `did not give new tokens (HTTP ${status}, ${code})`,
    status,
    description: refusal?.description ?? (reading.kind === 'not understood' ? reading.description : undefined),
    retryAt:
      failure === 'limited'
        ? (refusal ?? (reading.kind === 'not understood' ? reading : undefined))?.retryAt
        : undefined,
    answer: refusal?.answer,
  });
}

function addressOf(options: TokenSourceOptions): string {
  return options.oauthUrl ?? 'https://oauth.bitrix.info/oauth/token/';
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof PortalError && error.failure === 'credentials';
}

function credentialsError(context: CallContext, code: string, what: string): PortalError {
  return callError(context, { failure: 'credentials', code, what });
}
