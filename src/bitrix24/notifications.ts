import type { Answer } from './answer.ts';
import type { Attach } from './attach.ts';
import { breakReferences } from './batch-command.ts';
import type { PortalError } from './errors/portal-error.ts';
import { notificationId } from './notification-id.ts';
import type { CallOptions, Portal } from './portal.ts';
import { badResultError, callError } from './portal-failure.ts';

export { type NotificationId, notificationId } from './notification-id.ts';

/** One notification for one person. */
export interface Notification {
  /** The recipient's id in Bitrix24. */
  readonly user: number;
  /** BB code; the portal cuts it silently at `TEXT_LIMIT` characters. */
  readonly text: string;
  /** Plain text for e-mail and other outside channels; nothing goes there without it. */
  readonly textOut?: string;
  /** A later notification with the same tag, to whomever, takes this one's place. */
  readonly tag?: string;
  /** A second label, shared by as many as like. */
  readonly subTag?: string;
  readonly attach?: Attach;
}

/** Which notification to take back. By `tag` it works for every recipient; by `id` some portals look only in the caller's own list. */
export type NotificationRef = { readonly id: number } | { readonly tag: string } | { readonly subTag: string };

/** Where the notification seems to come from: the calling user, or nobody. */
export type NotificationKind = 'personal' | 'system';

/** Marks every notification of b24notify's. */
export const SUB_TAG = 'b24notify';

/** Longest `MESSAGE`; more is cut without a word (module source: `im/lib/text.php`; also documented for `imbot.v2`). */
export const TEXT_LIMIT = 20_000;

/** Over a webhook tags need a name for the caller; with an application the portal uses the application's own. */
const CLIENT_ID = 'b24notify';

export const notificationMethod: Readonly<Record<NotificationKind, string>> = {
  personal: 'im.notify.personal.add',
  system: 'im.notify.system.add',
};

/** The exact parameters of a sending method: for a single call, a command of a batch, and to be shown. */
export function notificationParameters(mode: Portal['mode'], notification: Notification): Record<string, unknown> {
  const { user, text, textOut, tag, subTag, attach } = notification;
  return {
    USER_ID: user,
    MESSAGE: text,
    ...(textOut === undefined ? {} : { MESSAGE_OUT: textOut }),
    ...labels(mode, tag, subTag),
    ...(attach === undefined || attach.BLOCKS.length === 0 ? {} : { ATTACH: attach }),
  };
}

/** The exact parameters of `im.notify.delete`. */
export function deletionParameters(mode: Portal['mode'], ref: NotificationRef): Record<string, unknown> {
  if ('id' in ref) return { ID: ref.id, ...labels(mode) };
  return 'tag' in ref ? labels(mode, ref.tag) : labels(mode, undefined, ref.subTag);
}

/**
 * Sends a notification that comes from the calling user (`im.notify.personal.add`). The answer's `result` is a positive
 * integer; read it with `notificationId`, for one kind of integer means that the recipient has switched these off.
 *
 * @throws RecipientError `NOTHING_CREATED` when the portal answered `false`; other PortalErrors as `Portal.call` does
 */
export function createPersonalNotification(
  portal: Portal,
  notification: Notification,
  options?: CallOptions,
): Promise<Answer> {
  return create(portal, notificationMethod.personal, notification, options);
}

/** The same without an author (`im.notify.system.add`). */
export function createSystemNotification(
  portal: Portal,
  notification: Notification,
  options?: CallOptions,
): Promise<Answer> {
  return create(portal, notificationMethod.system, notification, options);
}

/**
 * Takes a notification back (`im.notify.delete`). The answer's `result` is a boolean: `false` when there was nothing to take
 * back, or, by `id`, when the portal looks only in the caller's own list.
 */
export async function deleteNotification(portal: Portal, ref: NotificationRef, options?: CallOptions): Promise<Answer> {
  const method = 'im.notify.delete';
  const answer = await portal.call(method, deletionParameters(portal.mode, ref), options);
  if (typeof answer.result === 'boolean') return answer;
  throw badResultError({ method, host: portal.host, mode: portal.mode }, 'a boolean', answer.raw);
}

/**
 * Why an answered sending call is a failure, or undefined when it made a notification. For callers of a batch, where every
 * command has an answer of its own.
 */
export function sendingFailure(portal: Portal, method: string, answer: Answer): PortalError | undefined {
  const context = { method, host: portal.host, mode: portal.mode };
  switch (notificationId(answer.result).kind) {
    case 'nothing created':
      return callError(context, {
        failure: 'recipient',
        code: 'NOTHING_CREATED',
        what: 'made no notification: there is no such person, or the account is not active',
        answer: answer.raw,
      });
    case 'not understood':
      return badResultError(context, 'the id of a notification', answer.raw);
    default:
      return undefined;
  }
}

async function create(
  portal: Portal,
  method: string,
  notification: Notification,
  options?: CallOptions,
): Promise<Answer> {
  const answer = await portal.call(method, notificationParameters(portal.mode, notification), options);
  const failure = sendingFailure(portal, method, answer);
  if (failure !== undefined) throw failure;
  return { ...answer, result: Number(answer.result) };
}

/** Tags are cleared of what a batch would replace, also in single calls: the same tag must be the same on both ways. */
function labels(mode: Portal['mode'], tag?: string, subTag?: string): Record<string, unknown> {
  return {
    ...(tag === undefined ? {} : { TAG: breakReferences(tag) }),
    ...(subTag === undefined ? {} : { SUB_TAG: breakReferences(subTag) }),
    ...(mode === 'webhook' ? { CLIENT_ID } : {}),
  };
}
