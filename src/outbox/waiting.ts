import type { Store } from '../store/store.ts';
import { readRequest } from './held.ts';
import type { NewRequest } from './request.ts';

/** Requests that wait until somebody is linked to a Bitrix24 person. */
export function waitingRequests(store: Store, now: () => number = Date.now) {
  return {
    /** Keeps a request for one Slack person. The same request is kept once, however often it is asked for. */
    async keep(slackId: string, request: NewRequest): Promise<void> {
      const row = {
        key: `${request.key}:linked:${slackId}`,
        slack_id: slackId,
        request: JSON.stringify({ ...request, recipients: [], leftOut: [] }).replaceAll('\\u0000', ''),
        created_at: now(),
      };
      await store
        .insertInto('waiting_request')
        .values(row)
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
    },

    /** What waits for somebody, oldest first; each under a key of its own, so that it is accepted once. */
    async of(slackId: string): Promise<NewRequest[]> {
      const rows = await store
        .selectFrom('waiting_request')
        .selectAll()
        .where('slack_id', '=', slackId)
        .orderBy('created_at')
        .execute();
      return rows.map(({ key, request }) => ({ ...readRequest(request), key }));
    },

    /** It is on its way. */
    async done(key: string): Promise<void> {
      await store.deleteFrom('waiting_request').where('key', '=', key).execute();
    },

    /** Removes what has waited since before `before`. */
    async forget(before: number): Promise<void> {
      await store.deleteFrom('waiting_request').where('created_at', '<', before).execute();
    },
  };
}
export type WaitingRequests = ReturnType<typeof waitingRequests>;
