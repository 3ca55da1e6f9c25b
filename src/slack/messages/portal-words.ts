import type { Trouble } from '../../outbox/notification.ts';

const NO_ACCOUNT =
  'Bitrix24 has no active account for them: they may have left, or their number is wrong. Ask an admin of this bot.';
const CONTENT = 'Bitrix24 does not take this text, not even without its formatting and files. Write it differently.';
const INSIDE = 'the bot itself failed on it. Whoever runs the bot finds the reason in its log.';

/** The portal's codes, and the bot's own, in lower case, that a sender can do something about. */
const WORDS: Readonly<Record<string, string>> = {
  nothing_created: NO_ACCOUNT,
  user_id_empty: NO_ACCOUNT,
  user_not_exists: NO_ACCOUNT,
  id_empty: NO_ACCOUNT,
  switched_off:
    'they have switched off notifications from apps in Bitrix24, so nothing reached them. Tell them another way.',
  message_empty: CONTENT,
  attach_error: CONTENT,
  attach_oversize: CONTENT,
  too_old: 'Bitrix24 could not be reached for too long, so it was given up.',
  replaced: 'a newer notification with the same tag has already taken its place.',
  defect: INSIDE,
};

/** Why somebody did not get it, after their name and a colon. The portal's own sentence is for the log. */
export function whyFailed(trouble: Trouble | undefined): string {
  if (trouble === undefined) return 'the reason is not known.';
  const words = WORDS[trouble.code.toLowerCase()];
  return words ?? `Bitrix24 refused it. Ask an admin of this bot, and tell them this word: ${trouble.code}.`;
}

/** What a sender should do who cannot know whether it arrived. */
export const MAY_HAVE_ARRIVED =
  'Bitrix24 broke off without a clear answer. Ask them; or send again: if it did arrive, the new one takes its place.';

/** Codes of a portal that lets nobody in: only whoever runs the bot can mend that. */
const LOCKED_OUT = new Set([
  'no_auth_found',
  'invalid_credentials',
  'expired_token',
  'invalid_token',
  'invalid_grant',
  'invalid_client',
  'wrong_client',
  'authorization_error',
  'insufficient_scope',
  'invalid_scope',
  'user_access_error',
  'access_denied',
  'payment_required',
  'application_not_found',
  'portal_deleted',
  'overload_limit',
]);

/** Why something is still on its way, as a sentence. */
export function whyNotYet({ code }: Trouble): string {
  if (LOCKED_OUT.has(code.toLowerCase()))
    return 'Bitrix24 does not let the bot in at the moment, and whoever runs the bot has to mend that; it goes out by itself then.';
  return 'Bitrix24 does not take it at the moment; the bot keeps trying.';
}

/** Why something could not be taken back, after a name and a colon. */
export const STILL_THERE = 'Bitrix24 did not answer, so it may still be there. Press Undo again in a moment.';
