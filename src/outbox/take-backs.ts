import { ulid } from 'ulid';
import { z } from 'zod';
import type { Store } from '../store/store.ts';
import { storableJson } from './storable.ts';

/** What came of taking a request back, by the ids of its notifications. */
const cameSchema = z.object({
  cancelled: z.array(z.string()),
  underWay: z.array(z.string()),
  replaced: z.array(z.string()),
  kept: z.array(z.object({ id: z.string(), why: z.string() })),
});
export type CameOfTakeBack = z.infer<typeof cameSchema>;

/** Requests that a copy of the bot asks the one that delivers to take back. */
export interface TakeBacks {
  /** @param until so long the asker waits, in milliseconds of the epoch; nobody begins with it later. @returns its id */
  ask(requestId: string, until: number): Promise<string>;
  /** Those that nobody has answered, the oldest first. */
  asked(): Promise<{ id: string; requestId: string }[]>;
  answer(id: string, came: CameOfTakeBack): Promise<void>;
  /** @returns undefined as long as there is no answer */
  answered(id: string): Promise<CameOfTakeBack | undefined>;
  /** The asker has heard the answer, or waits for it no longer. */
  forget(id: string): Promise<void>;
}

/** So many at a time are looked at; the others a moment later. */
const MOST = 20;

/** What copies of the bot on one store ask of each other. */
export function takeBacks(store: Store, now: () => number = Date.now): TakeBacks {
  return {
    async ask(requestId, until) {
      const id = ulid(now()).toLowerCase();
      await store.deleteFrom('take_back').where('until', '<', now()).execute();
      await store.insertInto('take_back').values({ id, request_id: requestId, until, came: null }).execute();
      return id;
    },

    async asked() {
      const rows = await store
        .selectFrom('take_back')
        .select(['id', 'request_id'])
        .where('came', 'is', null)
        .where('until', '>', now())
        .orderBy('id')
        .limit(MOST)
        .execute();
      return rows.map(({ id, request_id }) => ({ id, requestId: request_id }));
    },

    async answer(id, came) {
      await store
        .updateTable('take_back')
        .set({ came: storableJson(came) })
        .where('id', '=', id)
        .execute();
    },

    async answered(id) {
      const row = await store.selectFrom('take_back').select('came').where('id', '=', id).executeTakeFirst();
      return row?.came == null ? undefined : cameSchema.parse(JSON.parse(row.came));
    },

    async forget(id) {
      await store.deleteFrom('take_back').where('id', '=', id).execute();
    },
  };
}
