const MINUTE = 60_000;

/** Whether there was room for one more of at most so many in a minute; it is then taken. */
export function paceOf(most: number, now: () => number = Date.now): () => boolean {
  let taken: number[] = [];
  return () => {
    taken = taken.filter((at) => at > now() - MINUTE);
    if (taken.length >= most) return false;
    taken.push(now());
    return true;
  };
}
