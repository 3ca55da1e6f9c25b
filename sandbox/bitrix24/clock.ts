/** The portal's time, in milliseconds since the epoch. */
export type Now = () => number;

export function seconds(now: Now): number {
  return Math.floor(now() / 1000);
}

/** PHP's date('c') of a portal whose server runs on UTC. */
export function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}+00:00`;
}
