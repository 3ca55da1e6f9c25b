import type { Words } from '../../language/words.ts';
import type { Trouble } from '../../outbox/notification.ts';

/** The portal's codes, and the bot's own, in lower case, that a sender can do something about. */
const FAILED: Readonly<Record<string, Exclude<keyof Words['failed'], 'refused'>>> = {
  nothing_created: 'no account',
  user_id_empty: 'no account',
  user_not_exists: 'no account',
  id_empty: 'no account',
  switched_off: 'switched off',
  message_empty: 'content',
  attach_error: 'content',
  attach_oversize: 'content',
  too_old: 'too old',
  replaced: 'replaced',
  dropped: 'dropped',
  defect: 'inside',
};

/** Why somebody did not get it, after their name and a colon. The portal's own sentence is for the log. */
export function whyFailed({ failed }: Words, trouble: Trouble | undefined): string {
  if (trouble === undefined) return failed.unknown;
  const known = FAILED[trouble.code.toLowerCase()];
  return known === undefined ? failed.refused(trouble.code) : failed[known];
}

/** Codes of a portal that lets nobody in, in lower case, and what whoever runs the bot does about it. */
const MENDED_BY: Readonly<Record<string, keyof Words['trouble']['mend']>> = {
  no_auth_found: 'access',
  invalid_credentials: 'access',
  expired_token: 'access',
  invalid_token: 'access',
  invalid_grant: 'access',
  authorization_error: 'access',
  invalid_client: 'client',
  wrong_client: 'client',
  insufficient_scope: 'rights',
  invalid_scope: 'rights',
  user_access_error: 'user access',
  access_denied: 'plan',
  payment_required: 'plan',
  application_not_found: 'application gone',
  portal_deleted: 'portal gone',
  overload_limit: 'block',
  method_confirm_waiting: 'confirmation',
  method_confirm_denied: 'confirmation',
  redirected: 'address',
  not_json: 'address',
  invalid_request: 'address',
};

/** Why something is still on its way, as a sentence. */
export function whyNotYet({ notYet }: Words, { code }: Trouble): string {
  const mend = MENDED_BY[code.toLowerCase()];
  // A page in the portal's place may be a wrong address, and may be an overloaded portal.
  return notYet[mend === undefined || mend === 'address' ? 'not taken' : 'locked out'];
}

/** What an admin does about a portal that refuses the bot, as a sentence. */
export function howToMend({ trouble }: Words, code: string): string {
  return trouble.mend[MENDED_BY[code.toLowerCase()] ?? 'access'];
}
