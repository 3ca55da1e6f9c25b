import type { StoredAttach } from './attach-intake.ts';
import { type Active, readBBCode } from './bb-reader.ts';
import type { Notification } from './bell.ts';
import { fullName, type People } from './people.ts';
import { isRecord, type Value } from './php-value.ts';

/** A notification as one person finds it in the list. */
export interface BellItem {
  id: number;
  /** The caller's own tags; undefined when there was none or the portal ignored it. */
  tag: string | undefined;
  subTag: string | undefined;
  author: 'system' | number;
  /** BB code after the portal's conversions. */
  message: string;
  /** The same as the screen shows it. */
  text: string;
  /** What in the message would act. */
  active: Active[];
  messageOut: string;
  attach: StoredAttach | null;
  /** What in the BB code of the attachment's texts and values would act; its own links are not counted. */
  attachActive: Active[];
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export function bellItems(notifications: Notification[], people: People): BellItem[] {
  const nameOf = (id: number) => {
    const person = people.find(id);
    return person === undefined ? undefined : fullName(person);
  };
  return notifications.map((notification) => ({
    id: notification.id,
    tag: notification.tag,
    subTag: notification.subTag,
    author: notification.authorId === 0 ? 'system' : notification.authorId,
    message: notification.message,
    ...readBBCode(notification.message, { nameOf }),
    messageOut: notification.messageOut,
    attach: notification.attach,
    attachActive: bbTexts(notification.attach).flatMap((text) => readBBCode(text, { nameOf }).active),
    createdAt: notification.createdAt,
  }));
}

function bbTexts(attach: StoredAttach | null): string[] {
  return (attach?.BLOCKS ?? []).flatMap((block) => {
    const values: (Value | undefined)[] = [block.MESSAGE];
    for (const cell of Array.isArray(block.GRID) ? block.GRID : [])
      values.push(isRecord(cell) ? cell.VALUE : undefined);
    return values.filter((value) => typeof value === 'string');
  });
}
