import type { ExpressionBuilder } from 'kysely';
import type { Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { State } from './notification.ts';
import { stateOf } from './rows.ts';
import { DROPPED } from './transition.ts';

/** What an admin looks after: what is still to be delivered, and what was not delivered or may not have been. */
export type Heap = 'waiting' | 'failed';

export const HEAPS: Readonly<Record<Heap, readonly State[]>> = {
  waiting: ['queued', 'sending', 'waiting'],
  failed: ['failed', 'unknown'],
};

/** A request with notifications in a heap, as somebody other than its sender may see it: not a word of its text. */
export interface Attended {
  requestId: string;
  sender: string;
  createdAt: number;
  /** How many of its notifications lie in the heap, by state. */
  counts: ReadonlyMap<State, number>;
  /** For whom some of them are, as the sender named them. */
  names: readonly string[];
  /** Why one of them is there: the portal's code, or the bot's own. */
  code?: string;
}

/** Names are shown so many, and a number for the rest. */
const MOST_NAMES = 3;

/** What was given up is in no heap. */
function notDropped({ or, eb }: ExpressionBuilder<Schema, 'notification'>) {
  return or([eb('trouble_code', 'is', null), eb('trouble_code', '!=', DROPPED.code)]);
}

/** The outbox as whoever looks after the bot sees it. */
export function attention(store: Store) {
  /** The next moment at which something in the heap was stored, beyond another one: a step into an index for each state. */
  async function nextMoment(heap: Heap, beyond: number | undefined): Promise<number | undefined> {
    const oldestFirst = heap === 'waiting';
    const moments: number[] = [];
    for (const state of HEAPS[heap]) {
      const row = await store
        .selectFrom('notification')
        .select('created_at')
        .where('state', '=', state)
        .$if(heap === 'failed', (query) => query.where(notDropped))
        .$if(beyond !== undefined, (query) => query.where('created_at', oldestFirst ? '>' : '<', beyond ?? 0))
        .orderBy('created_at', oldestFirst ? 'asc' : 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row) moments.push(row.created_at);
    }
    if (moments.length === 0) return undefined;
    return oldestFirst ? Math.min(...moments) : Math.max(...moments);
  }

  async function attended(heap: Heap, requestIds: readonly string[]): Promise<Attended[]> {
    if (requestIds.length === 0) return [];
    const requests = await store
      .selectFrom('request')
      .select(['id', 'sender', 'created_at'])
      .where('id', 'in', requestIds)
      .execute();
    const counts = await lying(heap)
      .where('request_id', 'in', requestIds)
      .select(({ fn }) => ['request_id', 'state', fn.countAll<number>().as('count')])
      .groupBy(['request_id', 'state'])
      .execute();
    const found: Attended[] = [];
    for (const requestId of requestIds) {
      const request = requests.find(({ id }) => id === requestId);
      const own = counts.filter(({ request_id }) => request_id === requestId);
      // Delivered or forgotten in between.
      if (request === undefined || own.length === 0) continue;
      const some = await lying(heap)
        .where('request_id', '=', requestId)
        .select(['named_as', 'trouble_code'])
        .orderBy('state')
        .limit(MOST_NAMES)
        .execute();
      const code = some.find(({ trouble_code }) => trouble_code !== null)?.trouble_code;
      found.push({
        requestId,
        sender: request.sender,
        createdAt: request.created_at,
        counts: new Map(own.map(({ state, count }) => [stateOf(state), Number(count)])),
        names: some.map(({ named_as }) => named_as),
        ...(typeof code === 'string' && { code }),
      });
    }
    return found;
  }

  function lying(heap: Heap) {
    return store
      .selectFrom('notification')
      .where('state', 'in', HEAPS[heap])
      .$if(heap === 'failed', (query) => query.where(notDropped));
  }

  return {
    /**
     * The requests in a heap: what waits longest first, what failed last first. Costs as much as the requests that are
     * passed over and shown, however many notifications each of them has.
     */
    async requests(heap: Heap, most: number, skip = 0): Promise<Attended[]> {
      const ids = new Set<string>();
      let beyond: number | undefined;
      while (ids.size < skip + most) {
        beyond = await nextMoment(heap, beyond);
        if (beyond === undefined) break;
        // Two requests may have been stored in the same millisecond.
        const rows = await lying(heap)
          .select('request_id')
          .distinct()
          .where('created_at', '=', beyond)
          .orderBy('request_id')
          .execute();
        for (const { request_id } of rows) ids.add(request_id);
      }
      return attended(heap, [...ids].slice(skip, skip + most));
    },

    /** How many notifications lie in a heap, and no further than `most`: nobody reads larger numbers. */
    async count(heap: Heap, most: number): Promise<number> {
      let counted = 0;
      for (const state of HEAPS[heap]) {
        const { count } = await store
          .selectFrom(({ selectFrom }) =>
            selectFrom('notification')
              .select('notification.state')
              .where('state', '=', state)
              .$if(heap === 'failed', (query) => query.where(notDropped))
              .limit(most - counted)
              .as('some'),
          )
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
        counted += Number(count);
      }
      return counted;
    },

    /** When the oldest that is still to be delivered was stored. */
    oldest: () => nextMoment('waiting', undefined),
  };
}
export type Attention = ReturnType<typeof attention>;
