import type { Notification } from '../bell.ts';
import { isoTime } from '../clock.ts';
import type { Call, Result } from '../method.ts';
import { fullName } from '../people.ts';
import { type Value, wholeNumber } from '../php-value.ts';
import { Refusal } from '../refusal.ts';

/** The caller's own list, newest first: no method shows anybody else's. */
export function ownNotifications({ parameters, caller, portal }: Call): Result {
  const { LAST_ID, LAST_TYPE } = parameters;
  if ((LAST_ID === undefined) !== (LAST_TYPE === undefined)) {
    throw new Refusal(400, 'LAST_ID_AND_LAST_TYPE', 'LAST_ID and LAST_TYPE must be specified together');
  }
  if (LAST_ID !== undefined && wholeNumber(LAST_ID) <= 0) {
    throw new Refusal(400, 'LAST_ID_STRING', 'LAST_ID must be a number');
  }
  const all = portal.bell.of(caller.userId);
  const before = LAST_ID === undefined ? Number.POSITIVE_INFINITY : wholeNumber(LAST_ID);
  const limit = Math.min(50, wholeNumber(parameters.LIMIT) || 50);
  const shown = all
    .filter(({ id }) => id < before)
    .reverse()
    .slice(0, limit);
  const authors = [...new Set(shown.map(({ authorId }) => authorId))].flatMap((id) => portal.people.find(id) ?? []);
  return {
    result: {
      total_count: all.length,
      total_unread_count: all.length,
      chat_id: caller.userId,
      notifications: shown.map((notification) => listed(notification, caller.userId)),
      users: authors.map((person) => ({ id: person.id, name: fullName(person), active: person.active })),
    },
  };
}

function listed(notification: Notification, chatId: number): Value {
  return {
    id: notification.id,
    chat_id: chatId,
    author_id: notification.authorId,
    date: isoTime(notification.createdAt),
    notify_type: notification.type === 'system' ? 4 : 2,
    notify_module: 'rest',
    notify_event: 'rest_notify',
    notify_tag: notification.keptTag ?? '',
    notify_sub_tag: notification.keptSubTag ?? '',
    notify_title: null,
    setting_name: 'rest|rest_notify',
    text: notification.message,
    notify_read: 'N',
    params: notification.attach === null ? [] : { ATTACH: [notification.attach] },
  };
}
