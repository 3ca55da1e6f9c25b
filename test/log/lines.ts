import { Writable } from 'node:stream';
import { createLog, type Log } from '../../src/log/log.ts';
import { createRedaction, type Redaction } from '../../src/log/redaction.ts';

/** A log, and all that it has written so far. */
export function readableLog(
  {
    level = 'trace',
    through = (stdout) => stdout,
  }: { level?: Parameters<typeof createLog>[0]; through?: (stdout: Writable) => Writable } = {},
  redaction: Redaction = createRedaction(),
): { log: Log; written: () => string; entries: () => Record<string, unknown>[] } {
  let written = '';
  const stdout = new Writable({
    decodeStrings: false,
    write(chunk, _, done) {
      written += String(chunk);
      done();
    },
  });
  const log = createLog(level, redaction, through(stdout));
  const entries = () =>
    written
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Record<string, unknown> => JSON.parse(line));
  return { log, written: () => written, entries };
}
