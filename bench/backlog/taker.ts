/** The outbox of a bot on a backlog, in a process of its own, so that its memory is its own. */
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { type OpenStore, openStore, type StoreAddress } from '../../src/store/store.ts';
import { answer } from '../process/answering.ts';
import { acceptOne } from './fill.ts';

const BATCH = 50;

let opened: OpenStore | undefined;
let rounds = 0;

const answers = {
  async open({ address }: { address: StoreAddress }): Promise<void> {
    opened = await openStore(address);
  },

  /** What delivery does with fifty, and intake with one more. @returns milliseconds of each step */
  async round(): Promise<Round> {
    if (opened === undefined) throw new Error('it is not open yet');
    const { store } = opened;
    const outbox = createOutbox(store);
    rounds += 1;
    const [take, taken] = await timed(() => outbox.take(BATCH, new Set()));
    if (taken.length < BATCH) throw new Error(`only ${taken.length} were taken`);
    const at = Date.now();
    const ids = taken.map(({ notification: { id } }) => id);
    const attempt = { at, tookMs: 40, outcome: 'created' };
    const [note] = await timed(() =>
      outbox.note(ids.map((id) => ({ id, happening: { kind: 'delivered', portalId: 4711 }, attempt }))),
    );
    const [update] = await timed(() =>
      store.updateTable('notification').set({ changed_at: at }).where('id', 'in', ids).execute(),
    );
    const [accept] = await timed(() => acceptOne(outbox, `round ${rounds}`, 1));
    return { take, note, accept, update };
  },

  /** Megabytes of this process. */
  async close(): Promise<number> {
    const { rss } = process.memoryUsage();
    await opened?.close();
    return rss / 1024 ** 2;
  },
};
export type Taker = typeof answers;

export interface Round {
  take: number;
  note: number;
  accept: number;
  /** The same fifty rows changed without looking for them. */
  update: number;
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const startedAt = performance.now();
  const result = await work();
  return [performance.now() - startedAt, result];
}

answer(answers);
