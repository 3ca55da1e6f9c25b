import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type Dispatcher, request } from 'undici';
import type { Download, SlackDownload, SlackSource } from '../files/slack-bytes.ts';
import { createSpentBuffers } from './spent-buffers.ts';

export interface DownloadSettings {
  botToken: string;
  /** Hosts that may be sent the token, with their subdomains. */
  hosts: readonly string[];
  /** Nothing comes for so long: the line counts as broken. Milliseconds. */
  stall?: number;
}

const MOST_REDIRECTS = 5;
const STALL = 15_000;

/**
 * Fetches files from Slack. The token goes to the given hosts only, over https; redirects are followed by hand, without
 * it where they lead elsewhere.
 *
 * Slack answers what the bot may not have with its login page, and in the end with 200 (slackapi/bolt-js#2585): a way
 * that leads off the addresses of files, the header `x-slack-meta: acl_fail`, or HTML where the file is none or longer.
 */
export function createDownload({
  botToken,
  hosts,
  stall = STALL,
}: DownloadSettings): Download & { close(): Promise<void> } {
  const dispatcher = new Agent({ allowH2: false, connect: { timeout: stall } });
  const spent = createSpentBuffers();

  const download: Download = async (source, { signal, range }) => {
    let address = URL.parse(source.url);
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      if (address === null || !isSafe(address, hosts))
        return notReached('The address of the file is not one to be asked.');
      const ours = isOurs(address, hosts);
      let answer: Dispatcher.ResponseData;
      try {
        answer = await request(address.href, {
          method: 'GET',
          dispatcher,
          headers: {
            'user-agent': 'b24notify',
            // A packed body would have another length than Slack says.
            'accept-encoding': 'identity',
            ...(ours && { authorization: `Bearer ${botToken}` }),
            ...(range !== undefined && { range }),
          },
          headersTimeout: stall,
          bodyTimeout: stall,
          ...(signal && { signal }),
        });
      } catch (cause) {
        return { kind: 'not reached', cause: cause instanceof Error ? cause : new Error(String(cause)) };
      }
      const { statusCode, headers, body } = answer;
      if (statusCode < 300 || statusCode >= 400) return read(answer, source, range !== undefined, spent);
      body.on('error', () => {}).destroy();
      if (isRefusedByAcl(headers)) return { kind: 'login page' };
      address = URL.parse(one(headers.location) ?? '', address.href);
      if (address !== null && isOurs(address, hosts) && !isFilePath(address)) return { kind: 'login page' };
    }
    return notReached('The address of the file leads from one to the next without an end.');
  };
  return Object.assign(download, { close: () => dispatcher.close() });
}

async function read(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  source: SlackSource,
  part: boolean,
  spent: (bytes: number) => void,
): Promise<SlackDownload> {
  const give = (outcome: SlackDownload) => {
    body.on('error', () => {}).destroy();
    return outcome;
  };
  const range = one(headers['content-range']);
  if (statusCode !== 200 && statusCode !== 206) {
    return give({ kind: 'refused', status: statusCode, ...(range !== undefined && { range }) });
  }
  const length = lengthOf(headers);
  const asExpected = !part && length !== undefined && length === source.size;
  if (isRefusedByAcl(headers)) return give({ kind: 'login page' });
  const html = /^text\/html\b/i.test(one(headers['content-type']) ?? '');
  if (html && !(isHtml(source) && (part || asExpected || source.size === 0))) return give({ kind: 'login page' });
  const chunks = body[Symbol.asyncIterator]();
  let first: IteratorResult<Uint8Array> | undefined;
  if (!part && !asExpected) {
    // The length is not what Slack said: before anything is copied, a look at what it is.
    try {
      first = await chunks.next();
    } catch (cause) {
      return give({ kind: 'not reached', cause: cause instanceof Error ? cause : new Error(String(cause)) });
    }
    if (!isHtml(source) && !first.done && looksLikePage(first.value)) return give({ kind: 'login page' });
  }
  return {
    kind: 'bytes',
    status: statusCode,
    length,
    range,
    chunks: continued(first, chunks, spent),
    close: () => body.on('error', () => {}).destroy(),
  };
}

async function* continued(
  first: IteratorResult<Uint8Array> | undefined,
  rest: AsyncIterator<Uint8Array>,
  spent: (bytes: number) => void,
) {
  for (let next = first ?? (await rest.next()); !next.done; next = await rest.next()) {
    spent(next.value.length);
    yield next.value;
  }
}

function isOurs({ hostname }: URL, hosts: readonly string[]): boolean {
  const host = hostname.toLowerCase();
  return hosts.some((allowed) => host === allowed.toLowerCase() || host.endsWith(`.${allowed.toLowerCase()}`));
}

/** https; http only where a loopback address was allowed, as the settings do for a stand-in on this machine. */
function isSafe(address: URL, hosts: readonly string[]): boolean {
  if (address.protocol === 'https:') return true;
  return address.protocol === 'http:' && LOOPBACK.test(address.hostname) && isOurs(address, hosts);
}

const LOOPBACK = /^(?:localhost|\[::1]|127(?:\.\d{1,3}){3})$/;

/** Slack's files are under `files-pri`, `files-tmb` and the like; its login page is not. */
function isFilePath({ pathname }: URL): boolean {
  return pathname.startsWith('/files-');
}

function isHtml({ mimetype }: SlackSource): boolean {
  return /^(?:text\/html|application\/xhtml\+xml)\b/i.test(mimetype);
}

function looksLikePage(chunk: Uint8Array): boolean {
  return /^\s*<(?:!doctype html|html)\b/i.test(Buffer.from(chunk.subarray(0, 200)).toString('latin1'));
}

function isRefusedByAcl(headers: IncomingHttpHeaders): boolean {
  return one(headers['x-slack-meta'])?.includes('acl_fail') ?? false;
}

function lengthOf(headers: IncomingHttpHeaders): number | undefined {
  const length = one(headers['content-length']);
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function notReached(why: string): SlackDownload {
  return { kind: 'not reached', cause: new Error(why) };
}
