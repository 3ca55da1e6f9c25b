import type { World } from '../world.ts';
import { METHODS } from './methods.ts';

const MINUTE = 60_000;

/**
 * Seconds to wait before a method may be called again; undefined while it may be. The call that is being answered counts.
 * Source: docs.slack.dev/apis/web-api/rate-limits (429 with Retry-After, counted by method and workspace).
 */
export function secondsToWait(world: World, name: string): number | undefined {
  const perMinute = METHODS.get(name)?.perMinute;
  if (perMinute === undefined) return undefined;
  const since = world.now() - MINUTE;
  const taken = world.calls.filter(({ method, at, status }) => method === name && at > since && status === 200);
  const oldest = taken.at(-perMinute);
  return oldest === undefined ? undefined : Math.max(1, Math.ceil((oldest.at + MINUTE - world.now()) / 1000));
}
