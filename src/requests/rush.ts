/** So many at once are no rush. */
const FEW = 4;
/** Work that nobody waits for gives way for so many milliseconds at the most. */
const LONGEST_PAUSE = 250;

/** Knows how many people wait for their request to be stored, so that work that nobody waits for can give way to them. */
export class Rush {
  #waiting = 0;
  readonly #onOver = new Set<() => void>();

  /** Somebody waits until this is done. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    try {
      return await work();
    } finally {
      this.#waiting -= 1;
      if (!this.isOn()) for (const goOn of this.#onOver) goOn();
    }
  }

  /** Whether many wait at this moment. */
  isOn(): boolean {
    return this.#waiting > FEW;
  }

  /** Resolves when fewer wait; after a quarter of a second in any case, so that a flood never stops anything. */
  async over(): Promise<void> {
    if (!this.isOn()) return;
    await new Promise<void>((resolve) => {
      const goOn = () => {
        clearTimeout(timer);
        this.#onOver.delete(goOn);
        resolve();
      };
      const timer = setTimeout(goOn, LONGEST_PAUSE);
      this.#onOver.add(goOn);
    });
  }
}
