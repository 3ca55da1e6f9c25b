/** npm passes on to us what the terminal, or whoever tells the whole group, has told us already: within this time it is the same wish. */
const SAME_MOMENT = 250;
const LOOK = 500;

interface Wishes {
  /** Stop, and finish what is in flight. */
  stop(signal: string): void;
  /** Stop at once: somebody has asked a second time. */
  endNow(): void;
}

/**
 * Listens for SIGTERM and SIGINT. Under `npm start` a shell stands between npm and this process, and some shells (dash) end
 * at npm's signal without passing it on: a process that has lost its shell takes that for SIGTERM, or it would go on where
 * nobody sees it.
 */
export function listenForStop({ stop, endNow }: Wishes): void {
  const underNpm = process.env.npm_lifecycle_event === 'start';
  let asked: number | undefined;
  const hear = (signal: string) => {
    if (asked === undefined) {
      asked = performance.now();
      stop(signal);
    } else if (!underNpm || performance.now() - asked > SAME_MOMENT) endNow();
  };
  process.on('SIGTERM', hear);
  process.on('SIGINT', hear);

  if (!underNpm) return;
  const shell = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(looking);
    if (asked === undefined) hear('SIGTERM');
  }, LOOK);
  looking.unref();
}
