import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import { readRequest } from './held.ts';
import type { NewRequest } from './request.ts';

/** A request that waits until somebody is linked to a Bitrix24 person. */
export interface WaitingRequest {
  /** Its own: accepted under it, the request goes to this person once. */
  key: string;
  slackId: string;
  /** When it was kept. */
  since: number;
  /** As it was asked for; its key is that of the request the others got. */
  request: NewRequest;
}

/** Somebody whom senders wrote to and who is not linked yet. */
export interface Awaited {
  slackId: string;
  /** How many requests wait for them, and since when the first one does. */
  requests: number;
  since: number;
  /** Who wrote the first ones of them. */
  senders: readonly string[];
  /** Whether there are more, who may be others. */
  others: boolean;
}

/** So many requests are read for the names of those who wrote. */
const READ_FOR_SENDERS = 5;

/** Requests that wait until somebody is linked to a Bitrix24 person. */
export function waitingRequests(store: Store, now: () => number = Date.now) {
  const table = () => store.selectFrom('waiting_request');
  return {
    /** Keeps a request for one Slack person. The same request is kept once, however often it is asked for. */
    async keep(slackId: string, request: NewRequest): Promise<void> {
      const row = {
        key: `${familyOf(request.key)}${slackId}`,
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

    /** What waits for somebody, oldest first. */
    async of(slackId: string): Promise<WaitingRequest[]> {
      return (await table().selectAll().where('slack_id', '=', slackId).orderBy('created_at').execute()).map(waiting);
    },

    /** Who is waited for, longest first: Slack IDs. */
    async people(): Promise<string[]> {
      const rows = await table().select('slack_id').groupBy('slack_id').orderBy(sql`min(created_at)`).execute();
      return rows.map(({ slack_id }) => slack_id);
    },

    /** Those for whom requests wait, who waits longest first. */
    async awaited(most: number, skip = 0): Promise<Awaited[]> {
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
        const others = Number(count) > some.length;
        people.push({
          slackId: slack_id,
          requests: Number(count),
          since: Number(since),
          senders: [...senders],
          others,
        });
      }
      return people;
    },

    /** For how many people requests wait. */
    async awaitedCount(): Promise<number> {
      const { count } = await store
        .selectFrom('waiting_request')
        .select(({ fn }) => fn.count<number>('slack_id').distinct().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** Whether a Bitrix24 person has got this very request already, under another name. */
    async hasReached({ key, request }: WaitingRequest, bitrix24Id: number): Promise<boolean> {
      const family = familyOf(request.key);
      const row = await store
        .selectFrom('request')
        .innerJoin('notification', 'notification.request_id', 'request.id')
        .select('request.id')
        .where('request.team', '=', request.team)
        .where('request.sender', '=', request.sender)
        .where('notification.recipient', '=', bitrix24Id)
        .where('request.key', '!=', key)
        .where((where) =>
          where.or([
            where('request.id', '=', request.key),
            where('request.key', '=', request.key),
            where(sql`substr(request.key, 1, ${family.length})`, '=', family),
          ]),
        )
        .executeTakeFirst();
      return row !== undefined;
    },

    /** It waits no longer. */
    async end(key: string): Promise<void> {
      await store.deleteFrom('waiting_request').where('key', '=', key).execute();
    },

    /** What has waited since before `before`. */
    async keptBefore(before: number): Promise<WaitingRequest[]> {
      return (await table().selectAll().where('created_at', '<', before).execute()).map(waiting);
    },
  };
}
export type WaitingRequests = ReturnType<typeof waitingRequests>;

/** How the keys of all begin under which one request reaches those who are linked later. */
function familyOf(key: string): string {
  return `${key}:linked:`;
}

function waiting(row: { key: string; slack_id: string; created_at: number; request: string }): WaitingRequest {
  return { key: row.key, slackId: row.slack_id, since: Number(row.created_at), request: readRequest(row.request) };
}
