import type { Store } from '../store/store.ts';
import { readRequest } from './held.ts';
import type { NewRequest } from './request.ts';

/** Somebody whom senders wrote to and who is not linked yet. */
export interface Awaited {
  slackId: string;
  /** How many requests wait for them, and since when the first one does. */
  requests: number;
  since: number;
  /** Who wrote some of them. */
  senders: readonly string[];
}

/** So many requests are read for the names of those who wrote. */
const READ_FOR_SENDERS = 5;

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

    /** Those for whom requests wait, who waits longest first. */
    async people(most: number, skip = 0): Promise<Awaited[]> {
      const rows = await store
        .selectFrom('waiting_request')
        .select(({ fn }) => ['slack_id', fn.countAll<number>().as('count'), fn.min<number>('created_at').as('since')])
        .groupBy('slack_id')
        .orderBy('since')
        .orderBy('slack_id')
        .limit(most)
        .offset(skip)
        .execute();
      const people: Awaited[] = [];
      for (const { slack_id, count, since } of rows) {
        const some = await store
          .selectFrom('waiting_request')
          .select('request')
          .where('slack_id', '=', slack_id)
          .orderBy('created_at')
          .limit(READ_FOR_SENDERS)
          .execute();
        const senders = new Set(some.map(({ request }) => readRequest(request).sender));
        people.push({ slackId: slack_id, requests: Number(count), since: Number(since), senders: [...senders] });
      }
      return people;
    },

    /** For how many people requests wait. */
    async peopleCount(): Promise<number> {
      const { count } = await store
        .selectFrom('waiting_request')
        .select(({ fn }) => fn.count<number>('slack_id').distinct().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** It is on its way, or given up. @returns false when it was not waiting any more */
    async done(key: string): Promise<boolean> {
      const { numDeletedRows } = await store.deleteFrom('waiting_request').where('key', '=', key).executeTakeFirst();
      return numDeletedRows > 0n;
    },

    /** Removes what has waited since before `before`. */
    async forget(before: number): Promise<void> {
      await store.deleteFrom('waiting_request').where('created_at', '<', before).execute();
    },
  };
}
export type WaitingRequests = ReturnType<typeof waitingRequests>;
