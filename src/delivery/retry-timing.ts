const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const DELAYS = [2 * SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR];

/**
 * How long to wait before the next try, in milliseconds: about 2 s, 10 s, 1 min, 5 min, 20 min, 1 h, 3 h, then every 6 h.
 * @param attempts tries made so far, 1 or more
 * @param random from 0 to 1; spreads the tries of many by ± 20 %, so that they do not all come back at once
 */
export function retryDelay(attempts: number, random: number): number {
  const delay = DELAYS[Math.min(attempts, DELAYS.length) - 1] ?? DELAYS[0] ?? SECOND;
  return Math.round(delay * (0.8 + 0.4 * random));
}
