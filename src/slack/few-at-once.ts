/** Runs so many pieces of work at once and no more; the others wait, in the order in which they came. */
export function fewAtOnce(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // SQLite answers without a turn of the event loop, so hundreds that wait would keep everything else from having one.
      if (next) setImmediate(next);
      else running -= 1;
    }
  };
}
