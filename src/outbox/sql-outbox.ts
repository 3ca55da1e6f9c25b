import { monotonicFactory } from 'ulid';
import type { Store } from '../store/store.ts';
import { drafts } from './drafts.ts';
import { intake } from './intake.ts';
import { ledger } from './ledger.ts';
import type { Outbox } from './outbox.ts';
import { queue } from './queue.ts';
import { reports } from './reports.ts';

/**
 * The outbox on a database, the same queries for SQLite and PostgreSQL.
 * @param now the clock, in milliseconds of the epoch
 */
export function createOutbox(store: Store, now: () => number = Date.now): Outbox {
  // Sorts by age, also within a millisecond.
  const nextId = monotonicFactory();
  const newId = () => nextId(now()).toLowerCase();
  return {
    ...intake(store, now, newId),
    ...queue(store, now),
    ...ledger(store, now),
    ...reports(store, now),
    ...drafts(store, now, newId),
  };
}
