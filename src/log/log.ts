import type { Writable } from 'node:stream';
import { type Logger, type LoggerOptions, pino, stdSerializers } from 'pino';
import type { Redaction } from './redaction.ts';

export type Log = Logger;

/** The log: a line of JSON for each event. No secret known to `redaction` gets through. */
export function createLog(
  level: NonNullable<LoggerOptions['level']>,
  redaction: Redaction,
  out: Pick<Writable, 'write'> = process.stdout,
): Log {
  const destination = { write: (line: string) => out.write(redaction.redact(line)) };
  return pino({ level, base: null, serializers: { error: stdSerializers.errWithCause } }, destination);
}

/** What makes the log's lines readable for people, on their way into a stream. */
export async function prettyLines(): Promise<(out: Writable) => Writable> {
  // Loaded only here: a bot whose log machines read has no use for it.
  const { default: pretty } = await import('pino-pretty');
  return (out) => pretty({ sync: true, ignore: 'pid,hostname', destination: out });
}
