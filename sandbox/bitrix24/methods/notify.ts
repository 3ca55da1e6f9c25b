import { createHash } from 'node:crypto';
import { storeAttach } from '../attach-intake.ts';
import { seconds } from '../clock.ts';
import { storeMessage } from '../message-intake.ts';
import type { Call, Methods, Result } from '../method.ts';
import { isTruthy, type Parameters, scalarText, trim, type Value, wholeNumber } from '../php-value.ts';
import { accessDenied, internalError, Refusal } from '../refusal.ts';
import { ownNotifications } from './notify-list.ts';

/** Notifications (docs: api-reference/chats/notifications; module source: im/classes/general/im_rest.php). */
export const notifyMethods: Methods = {
  'im.notify': { scopes: ['im'], run: (call) => add(call, call.parameters.TYPE === 'SYSTEM' ? 'system' : 'personal') },
  'im.notify.personal.add': { scopes: ['im'], run: (call) => add(call, 'personal') },
  'im.notify.system.add': { scopes: ['im'], run: (call) => add(call, 'system') },
  'im.notify.delete': { scopes: ['im'], run: remove },
  'im.notify.get': { scopes: ['im'], run: ownNotifications },
};

function add({ parameters, caller, portal }: Call, type: 'personal' | 'system'): Result {
  refuseSession(caller.by.kind);
  const userId = wholeNumber(parameters.TO ?? parameters.USER_ID);
  if (userId <= 0) throw new Refusal(400, 'USER_ID_EMPTY', "User ID can't be empty");
  const raw = text(parameters.MESSAGE);
  if (raw === '') throw new Refusal(400, 'MESSAGE_EMPTY', "Message can't be empty");
  const attach = storeAttach(parameters.ATTACH);

  const recipient = portal.people.find(userId);
  // Bots and people known by e-mail alone get none either (module source: im/classes/general/im_messenger.php, Add).
  const isReachable = recipient?.userType === 'employee' || recipient?.userType === 'extranet';
  if (recipient === undefined || !recipient.active || !isReachable) return { result: false };

  // Over OAuth a system notification begins with the application's name on a line of its own.
  const heading = type === 'system' && caller.by.kind === 'application' ? `${caller.by.name}#BR#` : '';
  const messageOut = text(parameters.MESSAGE_OUT);
  const client = clientOf(parameters, caller.by);
  const tags = caller.by.kind === 'webhook' && !portal.webhookTags ? undefined : client;
  // Nothing is stored, and yet the answer looks like an id: the caller can only notice that it is the present second. What
  // had the same tag is gone by then all the same (module source: the same place).
  if (!recipient.restNotifications) {
    portal.bell.replace(keptTag(tags, parameters.TAG));
    return { result: seconds(portal.now) };
  }
  const id = portal.bell.add({
    userId,
    authorId: type === 'system' ? 0 : caller.userId,
    type,
    tag: tags === undefined ? undefined : label(parameters.TAG),
    keptTag: keptTag(tags, parameters.TAG),
    subTag: tags === undefined ? undefined : label(parameters.SUB_TAG),
    keptSubTag: keptTag(tags, parameters.SUB_TAG),
    message: storeMessage(heading + raw, (mentioned) => portal.people.find(mentioned) !== undefined),
    messageOut: messageOut === '' ? '' : (heading + messageOut).replaceAll('#BR#', '\n'),
    attach,
    createdAt: portal.now(),
  });
  return { result: id };
}

function remove({ parameters, caller, portal }: Call): Result {
  refuseSession(caller.by.kind);
  const client = clientOf(parameters, caller.by);
  if (client === undefined) throw accessDenied('Client ID not specified');
  const id = wholeNumber(parameters.ID);
  if (id > 0) {
    // By id only in the caller's own list; what was sent to somebody else is taken back by its tag.
    if (portal.bell.find(id)?.userId !== caller.userId) return { result: false };
    portal.bell.delete(id);
    return { result: true };
  }
  const tag = keptTag(client, parameters.TAG);
  const subTag = keptTag(client, parameters.SUB_TAG);
  // True as well when nothing had this tag.
  if (tag !== undefined) portal.bell.deleteByTag(tag);
  else if (subTag !== undefined) portal.bell.deleteBySubTag(subTag);
  else throw new Refusal(400, 'PARAMS_ERROR', 'Incorrect params');
  return { result: true };
}

function refuseSession(kind: Call['caller']['by']['kind']): void {
  if (kind === 'session') {
    throw new Refusal(403, 'WRONG_AUTH_TYPE', 'Access for this method not allowed by session authorization.');
  }
}

/** Whose tags these are: the application's, or over a webhook those of the CLIENT_ID that the caller names. */
function clientOf(parameters: Parameters, by: Call['caller']['by']): string | undefined {
  if (by.kind === 'application') return by.clientId;
  const named = label(parameters.CLIENT_ID);
  return named === undefined ? undefined : `custom${named}`;
}

function keptTag(client: string | undefined, tag: Value | undefined): string | undefined {
  const named = label(tag);
  if (client === undefined || named === undefined) return undefined;
  return `MP|${createHash('md5').update(client).digest('hex').slice(0, 5)}|${named}`;
}

function label(value: Value | undefined): string | undefined {
  return isTruthy(value) ? scalarText(value) : undefined;
}

function text(value: Value | undefined): string {
  const scalar = scalarText(value);
  if (scalar === undefined) throw internalError();
  return trim(scalar);
}
