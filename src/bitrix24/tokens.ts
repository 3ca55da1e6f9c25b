import { z } from 'zod';

/** A pair of the application mode. */
export interface Tokens {
  /** Lives an hour. */
  readonly accessToken: string;
  /** Lives 180 days; each renewal gives a new one. */
  readonly refreshToken?: string;
  /** When the access token ends, in milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** Identifies the portal, also after a change of its address. */
  readonly memberId?: string;
  /** The portal's REST address as the authorization server knows it. */
  readonly clientEndpoint?: string;
  /** Granted scopes, comma separated. */
  readonly scope?: string;
}

/** Where a portal gets its access token from. */
export interface TokenSource {
  /** The newest pair, whoever left it: the application may just have been installed again. */
  current(): Promise<Tokens>;
  /** A pair other than `stale`, which the portal has just refused as too old. Parallel calls share one renewal. */
  renew(stale: Tokens): Promise<Tokens>;
  /**
   * A pair other than `refused`, which the portal does not know or lets do too little. Nothing is renewed for it: undefined
   * where there is no other.
   */
  instead(refused: Tokens): Promise<Tokens | undefined>;
}

const seconds = z.coerce.number().positive();

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires: seconds.optional().catch(undefined),
  expires_in: seconds.optional().catch(undefined),
  member_id: z.string().optional().catch(undefined),
  client_endpoint: z.string().optional().catch(undefined),
  scope: z.string().optional().catch(undefined),
});

/**
 * Reads a pair as the authorization server and the `auth` part of `ONAPPINSTALL` give it; undefined when it is none.
 * `now` in milliseconds: the life time counts from our own clock, because the two clocks may differ.
 */
export function readTokens(answer: unknown, now: number): Tokens | undefined {
  const parsed = tokenAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  const { access_token, refresh_token, expires, expires_in, member_id, client_endpoint, scope } = parsed.data;
  const expiresAt =
    expires_in !== undefined ? now + expires_in * 1000 : expires !== undefined ? expires * 1000 : undefined;
  return {
    accessToken: access_token,
    ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(member_id === undefined ? {} : { memberId: member_id }),
    ...(client_endpoint === undefined ? {} : { clientEndpoint: client_endpoint }),
    ...(scope === undefined ? {} : { scope }),
  };
}
