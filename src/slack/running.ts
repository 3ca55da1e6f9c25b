/**
 * Knows which listeners are still at work: Bolt's own stop returns at once and does not wait for them.
 */
export interface Running {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is at work any more. */
  idle(): Promise<void>;
}

export function createRunning(): Running {
  const running = new Set<Promise<unknown>>();
  return {
    track(work) {
      running.add(work);
      const done = () => running.delete(work);
      work.then(done, done);
      return work;
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
