import type { Happening } from '../outbox/transition.ts';

/** Our own code failed on a notification this often: it is set aside, so that it never blocks the rest. */
const MOST_DEFECTS = 3;

/** Counts how often our own code has failed on a notification. */
export class Quarantine {
  readonly #defects = new Map<string, number>();

  /** @param pause milliseconds to the second try, twice as many to the third */
  after(id: string, now: number, pause: number): Happening {
    const trouble = { code: 'defect', sentence: 'the bot itself failed on it; its log says more.' };
    const defects = (this.#defects.get(id) ?? 0) + 1;
    if (defects < MOST_DEFECTS) {
      this.#defects.set(id, defects);
      return { kind: 'postponed', cost: 'attempt', dueAt: now + pause * defects, trouble };
    }
    this.#defects.delete(id);
    return { kind: 'failed', trouble };
  }
}
