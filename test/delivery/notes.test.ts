import { describe, expect, it } from 'vitest';
import { type Changes, Notes } from '../../src/delivery/notes.ts';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { emptyOutbox } from '../outbox/fixture.ts';

/** An outbox with notifications under way, and the sizes of the transactions in which it was told of them. */
async function underWay(people: readonly number[]) {
  const { outbox, ask, of, store } = await emptyOutbox({ kind: 'sqlite', path: ':memory:' });
  const request = await ask(people);
  const ids = (await outbox.take(50, new Set())).map(({ notification: { id } }) => id);
  const transactions: number[] = [];
  const counted: Pick<Outbox, 'note'> = {
    note(changes) {
      transactions.push(changes.length);
      return outbox.note(changes);
    },
  };
  const failures: unknown[] = [];
  const noted: string[] = [];
  const notes = new Notes({
    outbox: counted,
    onNoted: (changed) => noted.push(...changed.map(({ id }) => id)),
    onFailed: (error) => failures.push(error),
    pause: 1,
  });
  const states = async () => (await of(request)).map(({ state }) => state);
  return { notes, ids, transactions, failures, noted, states, store };
}

const arrived = (id: string, tookMs = 40): Changes => [
  { id, happening: { kind: 'delivered', portalId: 7 }, attempt: { at: 1, tookMs, outcome: 'created' } },
];

describe('what came of tries', () => {
  it('is written together where it came while the store was busy with the first', async () => {
    const { notes, ids, transactions, noted, states } = await underWay([1, 2, 3, 4]);
    await Promise.all(ids.map((id) => notes.add(arrived(id))));
    expect(transactions).toEqual([1, 3]);
    expect(noted.sort()).toEqual([...ids].sort());
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered', 'delivered']);
  });

  it('goes in several transactions where one would hold too many for a statement', async () => {
    const { notes, ids, transactions } = await underWay([1, 2]);
    const [first = '', second = ''] = ids;
    const many = Array.from({ length: 300 }, () => arrived(second)).flat();
    await Promise.all([arrived(first), many, many].map((changes) => notes.add(changes)));
    expect(transactions).toEqual([1, 300, 300]);
  });

  it('is kept out of the store by no other that the store will not have', async () => {
    const { notes, ids, failures, states } = await underWay([1, 2, 3]);
    const [good = '', bad = '', another = ''] = ids;
    const offered = [arrived(good), arrived(bad, Number.NaN), arrived(another)].map((changes) => notes.add(changes));
    await offered[0];
    // It is offered again for as long as the bot runs.
    await expect.poll(() => failures.length).toBeGreaterThan(3);
    notes.stop();
    await Promise.all(offered);
    expect(await states()).toEqual(['delivered', 'sending', 'delivered']);
  });
});
