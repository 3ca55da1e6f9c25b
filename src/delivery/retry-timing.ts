const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const DELAYS = [2 * SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR];

/** A limit without a time is over soon: the portal drains at least one request in half a second. */
const LIMIT_PAUSE = 2 * SECOND;
/** The portal counts work time over ten minutes; a later end is a clock that is wrong. */
const LONGEST_LIMIT = 11 * MINUTE;

/** When a limit of the portal is over, in milliseconds of the epoch. @param said what the portal said of it, if it did */
export function limitEnd(said: number | undefined, now: number): number {
  return Math.min(Math.max(said ?? 0, now + LIMIT_PAUSE), now + LONGEST_LIMIT);
}

/**
 * How long to wait before the next try, in milliseconds: about 2 s, 10 s, 1 min, 5 min, 20 min, 1 h, 3 h, then every 6 h.
 * @param attempts tries made so far, 1 or more
 * @param random from 0 to 1; spreads the tries of many by ± 20 %, so that they do not all come back at once
 */
export function retryDelay(attempts: number, random: number): number {
  const delay = DELAYS[Math.min(attempts, DELAYS.length) - 1] ?? DELAYS[0] ?? SECOND;
  return Math.round(delay * (0.8 + 0.4 * random));
}
