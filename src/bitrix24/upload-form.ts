import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Reading } from './answer.ts';

/** A file on its way into the Drive. */
export interface FileToUpload {
  readonly name: string;
  /** Bytes; `bytes` has to give exactly so many. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const step = z.object({ field: z.string().regex(/^[\w-]+$/), uploadUrl: z.string() });

/**
 * Where the first step says that the file goes. The path is taken and the portal's own origin kept: the address holds
 * the credential, and a portal behind a proxy may write `http:` into it.
 * @returns undefined for an address that is not this portal's
 */
export function uploadStep(reading: Reading, origin: string): { field: string; address: URL } | undefined {
  if (reading.kind !== 'answer') return undefined;
  const read = step.safeParse(reading.answer.result);
  const given = read.success ? URL.parse(read.data.uploadUrl, origin) : null;
  if (!read.success || given === null || given.hostname !== new URL(origin).hostname) return undefined;
  return { field: read.data.field, address: new URL(given.pathname + given.search, origin) };
}

/**
 * The multipart form of the second step. The portal takes the name from `filename`, and PHP cuts it at a slash and reads
 * `\"`; so a quote, a backslash, a slash and line ends have no place in it (they are underscores in the Drive anyway).
 */
export function formOf({ name, size, bytes }: FileToUpload) {
  const boundary = `b24notify-${randomUUID()}`;
  const safe = name.replace(/[\p{Cc}"\\/]/gu, '_');
  const head = (field: string) =>
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${safe}"\r\n` +
        'content-type: application/octet-stream\r\n\r\n',
    );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    headers: (field: string) => ({
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head(field).length + size + tail.length),
    }),
    body: (field: string) =>
      Readable.from(
        (async function* () {
          yield head(field);
          yield* bytes;
          yield tail;
        })(),
        { objectMode: false },
      ),
  };
}
