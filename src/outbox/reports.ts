import type { Store } from '../store/store.ts';
import type { Outbox } from './outbox.ts';

/** Whoever tells a sender says so again before this is over; after it another copy may try. */
export const CLAIM_LIFE = 15_000;

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

    async noteReport(requestId, { report, reply, direct, replied }) {
      await store
        .updateTable('request')
        .set((row) => ({
          report_claim: 0,
          ...(report && { report }),
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
