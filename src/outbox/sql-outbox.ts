import { monotonicFactory } from 'ulid';
import type { Store } from '../store/store.ts';
import { drafts } from './drafts.ts';
import { intake } from './intake.ts';
import { ledger } from './ledger.ts';
import type { Outbox } from './outbox.ts';
import { queue } from './queue.ts';
import { reports } from './reports.ts';

/** Left alone, the library asks the system for each of the sixteen random letters of an id, while somebody waits. */
function randomNumbers(): () => number {
  const stock = new Uint32Array(256);
  let used = stock.length;
  return () => {
    if (used === stock.length) {
      crypto.getRandomValues(stock);
      used = 0;
    }
    const number = (stock[used] ?? 0) / 2 ** 32;
    used += 1;
    return number;
  };
}

/**
 * The outbox on a database, the same queries for SQLite and PostgreSQL.
 * @param now the clock, in milliseconds of the epoch
 */
export function createOutbox(store: Store, now: () => number = Date.now): Outbox {
  // Sorts by age, also within a millisecond.
  const nextId = monotonicFactory(randomNumbers());
  const newId = () => nextId(now()).toLowerCase();
  return {
    ...intake(store, now, newId),
    ...queue(store, now),
    ...ledger(store, now),
    ...reports(store, now),
    ...drafts(store, now, newId),
  };
}
