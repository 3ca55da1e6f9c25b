import type { Store } from '../store/store.ts';
import type { State } from './notification.ts';
import { LARGE_LANE, SMALL_LANE } from './order.ts';

/** Where what is due comes from, in the order in which it goes out. */
interface Source {
  lane: number;
  state: State;
}

/** Small requests first; what waits was tried before what is queued was: a person gets them in order. */
const SOURCES: readonly Source[] = [SMALL_LANE, LARGE_LANE].flatMap((lane) => [
  { lane, state: 'waiting' },
  { lane, state: 'queued' },
]);

/**
 * When the next notification of each source is due, all with one question: a step into the index each, where a minimum
 * over several states would read all that wait.
 * @param after only what is due later than that
 */
export async function nextDues(store: Store, after?: number): Promise<readonly (Source & { dueAt: number })[]> {
  const row = await store
    .selectNoFrom(({ selectFrom }) =>
      SOURCES.map(({ lane, state }, index) =>
        selectFrom('notification')
          .select('due_at')
          .where('state', '=', state)
          .where('lane', '=', lane)
          .$if(after !== undefined, (query) => query.where('due_at', '>', after ?? 0))
          .orderBy('due_at')
          .limit(1)
          .as(`due${index}`),
      ),
    )
    .executeTakeFirstOrThrow();
  return SOURCES.flatMap((source, index) => {
    const dueAt = row[`due${index}`];
    return dueAt === null || dueAt === undefined ? [] : [{ ...source, dueAt }];
  });
}
