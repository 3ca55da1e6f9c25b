/** Requests to the portal that are under way, and whom they are for: nobody is sent two at the same moment. */
export class Lines {
  readonly #options: LinesOptions;
  readonly #busy = new Set<number>();
  /** To whom nothing goes while something of theirs is being taken back, and how often. */
  readonly #held = new Map<number, number>();
  /** What was begun and is not noted yet, with the moment each of them began. */
  readonly #underWay = new Map<Promise<void>, number>();
  #taken = 0;

  constructor(options: LinesOptions) {
    this.#options = options;
  }

  /** Who must not be sent anything more at this moment. */
  get busy(): ReadonlySet<number> {
    return this.#held.size === 0 ? this.#busy : this.#busy.union(this.#held);
  }

  /** How many requests the portal has not answered yet. */
  get taken(): number {
    return this.#taken;
  }

  /** Whether nothing is left to be noted. */
  get idle(): boolean {
    return this.#underWay.size === 0;
  }

  /** When the oldest that is not noted yet began. */
  get oldest(): number | undefined {
    const [first] = this.#underWay.values();
    return first;
  }

  /** Takes a line. @param work is given what says that the portal has answered, and the line is free for the next */
  take(recipients: readonly number[], work: (free: () => void) => Promise<void>): void {
    const { now, onFree, onFailed } = this.#options;
    for (const recipient of recipients) this.#busy.add(recipient);
    this.#taken += 1;
    let isFree = false;
    const free = () => {
      if (isFree) return;
      isFree = true;
      this.#taken -= 1;
      onFree();
    };
    const ended = () => {
      for (const recipient of recipients) this.#busy.delete(recipient);
      this.#underWay.delete(done);
      free();
      onFree();
    };
    const done = work(free).then(ended, (error: unknown) => {
      onFailed(error);
      ended();
    });
    this.#underWay.set(done, now());
  }

  /** While `work` goes on, these people are sent nothing but what is under way. */
  async holding<T>(recipients: readonly number[], work: () => Promise<T>): Promise<T> {
    for (const recipient of recipients) this.#held.set(recipient, (this.#held.get(recipient) ?? 0) + 1);
    try {
      return await work();
    } finally {
      for (const recipient of recipients) {
        const others = (this.#held.get(recipient) ?? 1) - 1;
        if (others > 0) this.#held.set(recipient, others);
        else this.#held.delete(recipient);
      }
      if (recipients.length > 0) this.#options.onFree();
    }
  }

  /** Waits until everything that is under way now is noted. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.keys());
  }
}

interface LinesOptions {
  now(): number;
  /** A line, or somebody who was busy, is free again. */
  onFree(): void;
  onFailed(error: unknown): void;
}
