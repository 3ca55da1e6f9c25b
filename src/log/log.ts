import type { Writable } from 'node:stream';
import { type Logger, type LoggerOptions, pino, stdSerializers } from 'pino';
import pretty from 'pino-pretty';
import type { Redaction } from './redaction.ts';

export type Log = Logger;

/**
 * The log: a line of JSON for each event on stdout, or lines for people. No secret known to `redaction` gets through.
 */
export function createLog(
  { level, format }: { level: NonNullable<LoggerOptions['level']>; format: 'json' | 'pretty' },
  redaction: Redaction,
  stdout: Writable = process.stdout,
): Log {
  const out = format === 'pretty' ? pretty({ sync: true, ignore: 'pid,hostname', destination: stdout }) : stdout;
  const destination = { write: (line: string) => out.write(redaction.redact(line)) };
  return pino({ level, base: null, serializers: { error: stdSerializers.errWithCause } }, destination);
}
