import { randomBytes } from 'node:crypto';
import type { Now } from './clock.ts';
import type { Parameters } from './php-value.ts';
import { invalidCredentials, Refusal } from './refusal.ts';

/** An access token lives an hour, a refresh token 180 days. */
export const ACCESS_SECONDS = 3600;
const REFRESH_SECONDS = 180 * 24 * 3600;

/** Who calls, and by which kind of credential. */
export interface Caller {
  userId: number;
  scopes: readonly string[];
  by: { kind: 'webhook' } | { kind: 'application'; clientId: string; name: string } | { kind: 'session' };
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** Milliseconds since the epoch. */
  accessEnds: number;
  refreshEnds: number;
  /** What they may do: rights granted later come with a new installation (module source: rest/lib/oauth/auth.php). */
  scopes: readonly string[];
}

export interface Application {
  clientId: string;
  clientSecret: string;
  applicationToken: string;
  memberId: string;
  name: string;
}

/** The credentials of the portal: one inbound webhook of person 1, one local application installed by person 1, sessions. */
export class Access {
  readonly secret = secretText(8);
  readonly application: Application = {
    clientId: `local.${secretText(7)}.${secretText(4)}`,
    clientSecret: secretText(25),
    applicationToken: secretText(16),
    memberId: secretText(16),
    name: 'b24notify',
  };
  scopes: readonly string[];
  webhookWorks = true;
  /** Every pair there ever was. */
  readonly issued: Tokens[] = [];
  readonly #now: Now;
  readonly #sessions = new Map<string, number>();
  /** Access tokens of former pairs: they answer `expired_token`, as old ones do. */
  readonly #used = new Set<string>();
  #tokens: Tokens;
  #revoked = false;

  constructor(scopes: readonly string[], now: Now) {
    this.scopes = scopes;
    this.#now = now;
    this.#tokens = this.#issue(scopes);
  }

  get tokens(): Tokens {
    return this.#tokens;
  }

  /** The access token grows old now, as it does by itself after an hour. */
  expireAccess(): void {
    this.#tokens = { ...this.#tokens, accessEnds: 0 };
  }

  /** The application is gone from the portal: neither token is worth anything. */
  revoke(): void {
    this.#revoked = true;
  }

  /** The application is installed once more: a pair of its own, and a new word for its events. The portal knows no older one. */
  reinstall(): Tokens {
    this.#revoked = false;
    this.#used.clear();
    this.application.applicationToken = secretText(16);
    this.#tokens = this.#issue(this.scopes);
    return this.#tokens;
  }

  /** A new pair for a refresh token; the old pair dies at once. Undefined when the token is not the living one. */
  refresh(refreshToken: string): Tokens | undefined {
    const { refreshToken: living, refreshEnds } = this.#tokens;
    if (this.#revoked || refreshToken !== living || refreshEnds <= this.#now()) return undefined;
    this.#used.add(this.#tokens.accessToken);
    this.#tokens = this.#issue(this.#tokens.scopes);
    return this.#tokens;
  }

  /** A logged-in browser of this person: its cookie and the `sessid` that goes with it. */
  openSession(userId: number): { cookie: string; sessid: string } {
    const sessid = secretText(16);
    this.#sessions.set(sessid, userId);
    return { cookie: `BITRIX_SM_SESSION=${sessid}`, sessid };
  }

  sessionOf(cookie: string | undefined): number | undefined {
    return this.#sessions.get(/BITRIX_SM_SESSION=(\w+)/.exec(cookie ?? '')?.[1] ?? '');
  }

  byWebhook(userId: string, secret: string): Caller {
    if (!this.webhookWorks || userId !== '1' || secret !== this.secret) {
      throw invalidCredentials();
    }
    return { userId: 1, scopes: this.scopes, by: { kind: 'webhook' } };
  }

  /** A token from the body, the query or the header; else the browser's session. */
  byToken(
    reserved: Parameters,
    parameters: Parameters,
    authorization: string | undefined,
    cookie: string | undefined,
  ): Caller {
    const bearer = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    const token = reserved.AUTH ?? reserved.ACCESS_TOKEN ?? bearer;
    if (token !== undefined) return this.#byAccessToken(token);
    const userId = this.sessionOf(cookie);
    if (
      userId !== undefined &&
      typeof parameters.SESSID === 'string' &&
      this.#sessions.get(parameters.SESSID) === userId
    ) {
      return { userId, scopes: this.scopes, by: { kind: 'session' } };
    }
    throw noAuth();
  }

  #byAccessToken(token: Parameters[string]): Caller {
    const { accessToken, accessEnds } = this.#tokens;
    if (this.#revoked || typeof token !== 'string') throw noAuth();
    const expired = this.#used.has(token) || (token === accessToken && accessEnds <= this.#now());
    if (expired) throw new Refusal(401, 'expired_token', 'The access token provided has expired.');
    if (token !== accessToken) throw noAuth();
    const { clientId, name } = this.application;
    return { userId: 1, scopes: this.#tokens.scopes, by: { kind: 'application', clientId, name } };
  }

  #issue(scopes: readonly string[]): Tokens {
    const tokens = {
      accessToken: secretText(35),
      refreshToken: secretText(35),
      accessEnds: this.#now() + ACCESS_SECONDS * 1000,
      refreshEnds: this.#now() + REFRESH_SECONDS * 1000,
      scopes,
    };
    this.issued.push(tokens);
    return tokens;
  }
}

function noAuth(): Refusal {
  return new Refusal(401, 'NO_AUTH_FOUND', 'Wrong authorization data');
}

function secretText(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
