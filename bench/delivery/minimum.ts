/** What bounds how fast anybody can deliver. Times in milliseconds. */
export interface Bounds {
  notifications: number;
  /** Most in one request. */
  batch: number;
  /** Requests in flight. */
  concurrency: number;
  /** The portal's bucket: so many requests at once, and so many more each second. */
  burst: number;
  perSecond: number;
  /** How long the portal takes for one notification; those of a batch follow each other. */
  commandMs: number;
}

/**
 * The least time in which the portal can have done it all, by playing it: full batches, each sent at the first moment at
 * which one of the `concurrency` lines is free and the bucket has room. No time for the network, a database or thinking.
 */
export function minimum({ notifications, batch, concurrency, burst, perSecond, commandMs }: Bounds): number {
  const free = Array.from({ length: concurrency }, () => 0);
  let end = 0;
  for (let left = notifications, request = 0; left > 0; left -= batch, request += 1) {
    const line = free.indexOf(Math.min(...free));
    // Level after request number n (from 0) at time t: n + 1 - t × perSecond, which must not be above the burst. It
    // never falls to zero in between here, so nothing runs off in vain.
    const room = ((request + 1 - burst) / perSecond) * 1000;
    const start = Math.max(free[line] ?? 0, room);
    free[line] = start + Math.min(left, batch) * commandMs;
    end = Math.max(end, free[line] ?? 0);
  }
  return end;
}
