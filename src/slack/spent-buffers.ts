import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that may pass before what they came in is given back. */
const MOST_SPENT = 8 * 1024 * 1024;

/**
 * Gives the memory of bytes that have passed through back while a large file streams. Every read from a socket gets a
 * buffer of its own outside of V8's heap, and V8 lets some 64 MB of them pile up before it looks which are still needed
 * (`kExternalAllocationSoftLimit` in its `v8-internal.h`; a smaller heap does not change that). So we have it look at the
 * young objects earlier: about a millisecond for each 8 MB, measured in `bench/files`.
 *
 * @returns what is told how many bytes have come in
 */
export function createSpentBuffers(): (bytes: number) => void {
  const collect = collector();
  let spent = 0;
  return (bytes) => {
    spent += bytes;
    if (spent < MOST_SPENT) return;
    spent = 0;
    collect();
  };
}

/** V8's own way to be asked, for a new context only. Where a later version has none, its own pace has to do. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  setFlagsFromString('--no-expose-gc');
  return typeof collect === 'function' ? () => collect({ type: 'minor' }) : () => {};
}
