import type { Reading } from './answer.ts';
import type { Tokens } from './tokens.ts';

/** Every token of this kind is refused; another pair can help, a renewal of this one can not. */
const NOT_THIS_ONE = new Set([
  'no_auth_found',
  'invalid_credentials',
  'application_not_found',
  'authorization_error',
  'wrong_client',
  // What a token may do is fixed when it is made (module source: rest/lib/oauth/auth.php): rights that were granted since
  // come with the next installation's.
  'insufficient_scope',
  'invalid_scope',
  'user_access_error',
]);
const OLD = new Set(['expired_token', 'invalid_token']);
/** The codes of a portal that has forgotten a token altogether. */
const UNKNOWN = 'no_auth_found';

/**
 * What a refusal says of the access token it was made with: `old`, it is to be renewed; `useless`, only another pair helps;
 * `none`, it is not the token's fault (the plan, a block, the portal is gone).
 * @param now milliseconds since the epoch
 */
export function refusalOfToken(
  { reading }: { reading: Reading },
  { expiresAt }: Tokens,
  now: number,
): 'old' | 'useless' | 'none' {
  if (reading.kind !== 'refused') return 'none';
  const code = reading.refusal.code.toLowerCase();
  // A bot that was off for weeks: how long a portal remembers what a token was is not documented.
  if (OLD.has(code) || (code === UNKNOWN && expiresAt !== undefined && expiresAt <= now)) return 'old';
  return NOT_THIS_ONE.has(code) ? 'useless' : 'none';
}
