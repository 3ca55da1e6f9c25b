import type { Notification } from '../outbox/notification.ts';
import type { Outbox } from '../outbox/outbox.ts';

export type Changes = Parameters<Outbox['note']>[0];
export type Change = Changes[number];

interface NotesOptions {
  outbox: Pick<Outbox, 'note'>;
  /** Hears of what changed, once the store has it. */
  onNoted(changed: readonly Notification[]): void;
  onFailed(error: unknown): void;
  /** Milliseconds until a store that did not take it is asked again. */
  pause: number;
}

/** Databases bound the number of parameters of a statement (SQLite: 32,766). */
const MOST_TOGETHER = 500;

interface Waiting {
  changes: Changes;
  resolve(): void;
}

/**
 * What came of tries, on its way into the store: one transaction at a time, and what comes meanwhile goes together into the
 * next. A portal that answers thirty single requests within a moment would else keep whoever asks for something new waiting
 * behind thirty transactions.
 */
export class Notes {
  readonly #options: NotesOptions;
  #waiting: Waiting[] = [];
  #writing = false;
  #stopped = false;

  constructor(options: NotesOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
  }

  /** What the store has not taken by now stays `sending`: the next start repeats it with the same tag. */
  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when the store has it. What was sent must be noted: as long as the store does not take it, it is offered again. */
  add(changes: Changes): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ changes, resolve });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const together = this.#next();
      const noted = await this.#noted(together);
      // One that the store will not have must not keep the others out of it.
      for (const one of together) {
        if (!noted) await this.#offer(one);
        one.resolve();
      }
    }
    this.#writing = false;
  }

  #next(): Waiting[] {
    let count = 0;
    const tooMany = this.#waiting.findIndex(({ changes }, index) => {
      count += changes.length;
      return index > 0 && count > MOST_TOGETHER;
    });
    return this.#waiting.splice(0, tooMany === -1 ? this.#waiting.length : tooMany);
  }

  async #offer(one: Waiting): Promise<void> {
    while (!(await this.#noted([one])) && !this.#stopped) {
      await new Promise((resolve) => setTimeout(resolve, this.#options.pause));
    }
  }

  async #noted(some: readonly Waiting[]): Promise<boolean> {
    const { outbox, onNoted, onFailed } = this.#options;
    try {
      onNoted(await outbox.note(some.flatMap(({ changes }) => changes)));
      return true;
    } catch (error) {
      onFailed(error);
      return false;
    }
  }
}
