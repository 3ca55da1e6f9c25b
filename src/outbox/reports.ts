import type { ExpressionBuilder } from 'kysely';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { Outbox } from './outbox.ts';

/** Whoever tells a sender says so again before this is over; after it another copy may try. */
export const CLAIM_LIFE = 15_000;

/** The report, or the one that stands where a notification of the request has changed since. */
function unlessChangedSince(row: ExpressionBuilder<Schema, 'request'>, asOf: number, report: string) {
  const changed = row
    .selectFrom('notification')
    .select('notification.id')
    .whereRef('notification.request_id', '=', 'request.id')
    .where('notification.changed_at', '>', asOf);
  return row.case().when(row.exists(changed)).then(row.ref('request.report')).else(report).end();
}

/** What senders still have to be told, kept until Slack took it. */
export function reports(
  store: Store,
  now: () => number,
): Pick<Outbox, 'untold' | 'unannounced' | 'claimReport' | 'keepReport' | 'noteReport'> {
  return {
    async untold(most) {
      const rows = await store
        .selectFrom('request')
        .select('id')
        .where('open', '=', 0)
        .where('report', 'in', ['silent', 'waiting'])
        .where('report_claim', '<', now())
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(({ id }) => id);
    },

    async unannounced(before, most) {
      const rows = await store
        .selectFrom('request')
        .select('id')
        .where('open', '=', 1)
        .where('report', '=', 'silent')
        .where('created_at', '<', before)
        .where('report_claim', '<', now())
        .orderBy('id')
        .limit(most)
        .execute();
      return rows.map(({ id }) => id);
    },

    async claimReport(requestId) {
      const { numUpdatedRows } = await store
        .updateTable('request')
        .set({ report_claim: now() + CLAIM_LIFE })
        .where('id', '=', requestId)
        .where('report', '!=', 'told')
        .where('report_claim', '<', now())
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async keepReport(requestId) {
      const report_claim = now() + CLAIM_LIFE;
      await store
        .updateTable('request')
        .set({ report_claim })
        .where('id', '=', requestId)
        .where('report_claim', '>', 0)
        .execute();
    },

    async noteReport(requestId, { report, reply, direct, replied, asOf, again = 0 }) {
      await store
        .updateTable('request')
        .set((row) => ({
          report_claim: again,
          // Slack may take its time over a report: what was sent again meanwhile is not told by it, even if it ended.
          ...(report && { report: asOf === undefined ? report : unlessChangedSince(row, asOf, report) }),
          ...(direct && { direct: JSON.stringify(direct) }),
          ...(replied && { replies: row('replies', '+', 1) }),
          // A new place to answer has uses and a life of its own.
          ...(reply && { reply: JSON.stringify(reply), replies: 0, replied_since: now(), direct: null }),
        }))
        .where('id', '=', requestId)
        .execute();
    },
  };
}
