import type { IdleFolder } from '../outbox/file-copies.ts';
import { type Copying, copyFiles } from './copying.ts';
import { isFailed } from './drive-port.ts';
import { Slots } from './slots.ts';

export interface TransfersOptions extends Omit<Copying, 'slots'> {
  /** Whether this copy of the bot delivers; the one that does brings the files as well. */
  leading(): boolean;
  /** Notifications may go: their files are there. */
  onReady(): void;
  onTrouble(error: unknown): void;
  /** How often to look for what other copies of the bot stored, in milliseconds. */
  lookEvery: number;
  /** Milliseconds after which copied files are removed; absent: never. */
  keep?: number;
  now?: () => number;
}

/** Files that stream at the same time. */
const STREAMS = 2;
/** Requests whose files are looked after at the same time; a slow one must not keep quick ones from starting. */
const MOST_JOBS = 20;
/** How often to look for folders that nobody uses any more, and how many are removed in one go. */
const SWEEP = 60_000;
const SWEPT_AT_ONCE = 50;
/** The store, or our own code, failed: how long until it is tried again. */
const AFTER_TROUBLE = 1000;
/** How long what is in flight may take when the bot stops; the rest is taken up by the next start. */
const LONGEST_STOP = 3000;

/**
 * Brings the files of stored notifications into the portal's Drive, beside the delivery and never in its way, and removes
 * what nobody uses any more. All that has to be known of it is in the store.
 */
export class Transfers {
  readonly #options: Required<Omit<TransfersOptions, 'keep'>> & Pick<TransfersOptions, 'keep'>;
  readonly #slots = new Slots(STREAMS);
  readonly #jobs = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  #looking: Promise<void> | undefined;
  #again = false;
  #sweeping: Promise<void> | undefined;
  #sweptAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: TransfersOptions) {
    this.#options = { now: Date.now, ...options };
  }

  /** Begins, with what an ended process left on its way. Before the delivery: it must not send without the files. */
  async start(): Promise<void> {
    await this.#options.copies.waitAnew();
  }

  /** Something was stored. */
  wake(): void {
    if (this.#stopping.signal.aborted) return;
    this.#again = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
      if (this.#again) this.wake();
    });
  }

  /** Ends the access to the files of notifications that were taken back. What does not succeed now is tried again. */
  async endAccess(): Promise<void> {
    this.#sweptAt = 0;
    await this.#sweeping;
    await this.#sweep();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST_STOP);
    });
    await Promise.race([Promise.all([this.#looking, this.#sweeping, ...this.#jobs.values()]), tooLong]);
    clearTimeout(timer);
  }

  async #look(): Promise<void> {
    const { copies, leading, onTrouble, lookEvery } = this.#options;
    this.#again = false;
    clearTimeout(this.#timer);
    try {
      if (leading()) {
        for (const requestId of await copies.pending()) {
          if (this.#jobs.size >= MOST_JOBS) break;
          if (!this.#jobs.has(requestId)) this.#begin(requestId);
        }
        await this.#sweep();
      }
    } catch (error) {
      onTrouble(error);
    }
    if (!this.#stopping.signal.aborted) this.#timer = setTimeout(() => this.wake(), lookEvery);
  }

  #begin(requestId: string): void {
    const { onReady, onTrouble } = this.#options;
    const job = this.#copy(requestId)
      .catch(async (error: unknown) => {
        onTrouble(error);
        // It is still in the store and would begin again at once.
        await new Promise((resolve) => setTimeout(resolve, AFTER_TROUBLE));
      })
      .finally(() => {
        this.#jobs.delete(requestId);
        onReady();
        // Taken back meanwhile, or another request waits for its turn.
        this.#sweptAt = 0;
        this.wake();
      });
    this.#jobs.set(requestId, job);
  }

  async #copy(requestId: string): Promise<void> {
    const { copies, now } = this.#options;
    const job = await copies.job(requestId);
    if (job === undefined) return;
    const left = Math.max(0, job.dueAt - now());
    const late = AbortSignal.timeout(left);
    const signal = AbortSignal.any([this.#stopping.signal, late]);
    const watched: Copying['copies'] = {
      ...copies,
      // The notifications whose files are all there go at once, whatever the others wait for.
      note: async (results) => {
        await copies.note(results);
        this.#options.onReady();
      },
    };
    await copyFiles(requestId, { ...this.#options, copies: watched, slots: this.#slots }, signal);
  }

  async #sweep(): Promise<void> {
    this.#sweeping ??= this.#removeIdle().finally(() => {
      this.#sweeping = undefined;
    });
    await this.#sweeping;
  }

  async #removeIdle(): Promise<void> {
    const { copies, drive, now, keep } = this.#options;
    if (now() - this.#sweptAt < SWEEP) return;
    this.#sweptAt = now();
    for (;;) {
      const idle = await copies.idle(keep === undefined ? undefined : now() - keep, SWEPT_AT_ONCE);
      if (idle.length === 0 || this.#stopping.signal.aborted) return;
      const folders = await this.#located(idle);
      const results = await drive.remove([...folders.values()].flatMap((folder) => folder ?? []));
      let removed = 0;
      for (const [notificationId, folder] of folders) {
        const result = folder === undefined ? 'gone' : results.get(folder);
        if (result !== 'removed' && result !== 'gone') continue;
        await copies.forgetFolder(notificationId);
        removed += 1;
      }
      // The portal refuses: the next sweep tries again.
      if (removed < idle.length) return;
    }
  }

  /** A folder whose making was not noted is looked for by its name; undefined: it was never made. */
  async #located(idle: readonly IdleFolder[]): Promise<Map<string, number | undefined>> {
    const { drive } = this.#options;
    const located = new Map<string, number | undefined>();
    for (const { notificationId, id } of idle) {
      if (id !== undefined) {
        located.set(notificationId, id);
        continue;
      }
      const home = await drive.home();
      const found = isFailed(home) ? home : await drive.find(notificationId, home);
      if (!isFailed(found)) located.set(notificationId, found);
    }
    return located;
  }
}
