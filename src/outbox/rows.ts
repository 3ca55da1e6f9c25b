import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { NotificationTable, RequestTable } from '../store/schema.ts';
import { FORMS, type Notification, type State } from './notification.ts';
import {
  type Content,
  contentSchema,
  leftOutSchema,
  replySchema,
  type StoredRequest,
  surfaceSchema,
} from './request.ts';
import { storable } from './storable.ts';

const stateSchema = z.enum(['queued', 'sending', 'waiting', 'delivered', 'unknown', 'failed', 'cancelled']);
/** One damaged row must not stop the others. */
const formSchema = z.enum(FORMS).catch('whole');
const reportSchema = z.enum(['silent', 'waiting', 'told']);
const directSchema = z.object({ channel: z.string(), ts: z.string() });

export function stateOf(state: string): State {
  return stateSchema.parse(state);
}

export function notificationOf(row: Selectable<NotificationTable>): Notification {
  return {
    id: row.id,
    requestId: row.request_id,
    recipient: row.recipient,
    namedAs: row.named_as,
    tag: row.tag,
    state: stateOf(row.state),
    attempts: row.attempts,
    doubts: row.doubts,
    form: formSchema.parse(row.form),
    dueAt: row.due_at,
    ...(row.portal_id !== null && { portalId: row.portal_id }),
    ...(row.trouble_code !== null && { trouble: { code: row.trouble_code, sentence: row.trouble ?? '' } }),
  };
}

/** The columns of a notification that {@link transition} changes. */
export function changedColumns(notification: Notification) {
  return {
    state: notification.state,
    attempts: notification.attempts,
    doubts: notification.doubts,
    form: notification.form,
    due_at: notification.dueAt,
    portal_id: notification.portalId ?? null,
    trouble_code: notification.trouble ? storable(notification.trouble.code) : null,
    trouble: notification.trouble ? storable(notification.trouble.sentence) : null,
  };
}

/** @returns undefined for a damaged one, which must not stop the others: delivery sets it aside */
export function contentOf(json: string): Content | undefined {
  try {
    return contentSchema.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}

export function leftOutOf(json: string): StoredRequest['leftOut'] {
  return leftOutSchema.parse(JSON.parse(json));
}

export function requestOf(row: Selectable<RequestTable>): StoredRequest {
  return {
    id: row.id,
    team: row.team,
    sender: row.sender,
    surface: surfaceSchema.parse(row.surface),
    summary: row.summary,
    content: contentOf(row.content),
    leftOut: leftOutOf(row.left_out),
    reply: replySchema.parse(JSON.parse(row.reply)),
    createdAt: row.created_at,
    report: reportSchema.parse(row.report),
    replies: row.replies,
    repliedSince: row.replied_since,
    ...(row.direct !== null && { direct: directSchema.parse(JSON.parse(row.direct)) }),
  };
}
