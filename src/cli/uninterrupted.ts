const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** What a shell calls a command that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Runs what must not be left in the middle: a signal to end counts once it is done. A second one ends the process at once,
 * for whoever waits for a server that does not answer.
 */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  let heard: NodeJS.Signals | undefined;
  const later = (signal: NodeJS.Signals) => {
    if (heard !== undefined) process.exit(INTERRUPTED);
    heard = signal;
  };
  for (const signal of SIGNALS) process.on(signal, later);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, later);
    if (heard !== undefined) process.kill(process.pid, heard);
  }
}
