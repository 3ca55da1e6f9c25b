import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { FILES_WAIT, fileCopyRows } from './file-copies.ts';
import { inRows } from './in-rows.ts';
import type { Outbox } from './outbox.ts';
import type { NewRequest } from './request.ts';
import { storable, storableJson } from './storable.ts';
import { notificationTag } from './tag.ts';

/** A request to more people than this waits behind the small ones. */
const SMALL_REQUEST = 10;

/** Storing what was asked for: one transaction for the request and all its notifications. */
export function intake(store: Store, now: () => number, newId: () => string): Pick<Outbox, 'accept'> {
  return {
    async accept(request) {
      return store.transaction().execute(async (transaction) => {
        const id = newId();
        const inserted = await transaction
          .insertInto('request')
          .values(requestRow(id, request, now()))
          .onConflict((conflict) => conflict.column('key').doNothing())
          .returning('id')
          .executeTakeFirst();
        if (!inserted) {
          const known = await transaction
            .selectFrom('request')
            .select('id')
            .where('key', '=', request.key)
            .executeTakeFirstOrThrow();
          return { id: known.id, kind: 'known' };
        }
        const notifications = notificationRows(id, request, newId, now());
        for (const rows of inRows(notifications)) await transaction.insertInto('notification').values(rows).execute();
        for (const rows of inRows(fileCopyRows(notifications, request.content))) {
          await transaction.insertInto('file_copy').values(rows).execute();
        }
        return { id, kind: 'accepted' };
      });
    },
  };
}

function requestRow(id: string, request: NewRequest, at: number): Schema['request'] {
  return {
    id,
    key: request.key,
    team: request.team,
    sender: request.sender,
    surface: request.surface,
    summary: storable(request.summary),
    content: storableJson(request.content),
    left_out: storableJson(request.leftOut),
    reply: JSON.stringify(request.reply),
    created_at: at,
    open: request.recipients.length > 0 ? 1 : 0,
    report: 'silent',
    report_claim: 0,
    replies: 0,
    replied_since: at,
    direct: null,
  };
}

function notificationRows(id: string, request: NewRequest, newId: () => string, at: number): Schema['notification'][] {
  return request.recipients.map(({ recipient, namedAs }) => ({
    id: newId(),
    request_id: id,
    recipient,
    named_as: storable(namedAs),
    tag: storable(notificationTag(request.content.tag, id, recipient)),
    state: 'queued',
    attempts: 0,
    doubts: 0,
    form: 'whole',
    lane: request.recipients.length > SMALL_REQUEST ? 1 : 0,
    due_at: request.content.files?.way === 'drive' ? at + FILES_WAIT : at,
    portal_id: null,
    trouble_code: null,
    trouble: null,
    created_at: at,
    changed_at: at,
  }));
}
