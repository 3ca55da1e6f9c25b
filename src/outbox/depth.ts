import type { Store } from '../store/store.ts';
import { OPEN_STATES, type State } from './notification.ts';
import { stateOf } from './rows.ts';

/** How much waits in the outbox. */
export interface Depth {
  counts: ReadonlyMap<State, number>;
  /** When the oldest of them was stored, in milliseconds of the epoch. */
  oldest?: number;
}

/** Counts what is not finished, by state. Costs as much as there is waiting, not as much as there ever was. */
export async function depthOf(store: Store): Promise<Depth> {
  const rows = await store
    .selectFrom('notification')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count'), fn.min<number>('created_at').as('oldest')])
    .where('state', 'in', [...OPEN_STATES])
    .groupBy('state')
    .execute();
  const counts = new Map<State, number>(OPEN_STATES.map((state) => [state, 0]));
  for (const { state, count } of rows) counts.set(stateOf(state), Number(count));
  const oldest = Math.min(...rows.map((row) => Number(row.oldest)));
  return { counts, ...(rows.length > 0 && { oldest }) };
}
