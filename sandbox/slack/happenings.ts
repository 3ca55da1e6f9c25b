/** Lets a test wait for a state of the workspace without polling: every change is told, every wait looks again. */
export class Happenings {
  readonly #watchers = new Set<() => void>();

  /** Something in the workspace changed. */
  tell(): void {
    for (const look of [...this.#watchers]) look();
  }

  /**
   * Resolves as soon as `predicate` holds; rejects with what `describe` says after `timeoutMs`, or with what the
   * predicate throws.
   */
  until(predicate: () => boolean, timeoutMs: number, describe: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        finish();
      };
      const look = () => {
        try {
          if (predicate()) end(resolve);
        } catch (error) {
          end(() => reject(error));
        }
      };
      const timer = setTimeout(
        () => end(() => reject(new Error(`not seen within ${timeoutMs} ms: ${describe()}`))),
        timeoutMs,
      );
      this.#watchers.add(look);
      look();
    });
  }
}
