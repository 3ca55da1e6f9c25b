import { readFileSync, writeFileSync } from 'node:fs';

/**
 * From now on, how much memory this process has at the most (resident, in bytes), and how much it has at this moment.
 * Linux forgets an earlier peak when it is told to (proc(5), `clear_refs`); elsewhere the peak is that of the whole life.
 */
export function watchPeak(): { before: number; peak(): number } {
  const before = process.memoryUsage.rss();
  const forgot = attempt(() => writeFileSync('/proc/self/clear_refs', '5'));
  return { before, peak: () => (forgot ? highWaterMark('self') : undefined) ?? process.resourceUsage().maxRSS * 1024 };
}

/** The highest that a process has had, as Linux tells it while it runs; undefined elsewhere, and after its end. */
export function highWaterMark(pid: number | 'self'): number | undefined {
  let status = '';
  attempt(() => {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  });
  const kilobytes = /VmHWM:\s*(\d+) kB/.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
