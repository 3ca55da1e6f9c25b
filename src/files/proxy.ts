import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FilePlan } from '../outbox/file-plan.ts';
import type { SignedLinks } from './signed-link.ts';
import type { Download } from './slack-bytes.ts';
import { isPicture } from './slack-file.ts';

export interface ProxyOptions {
  links: SignedLinks;
  /** The bot's own address, as the world sees it, with a slash at the end. */
  publicUrl: string;
  /** A file of a notification; undefined when that was taken back or never was. */
  served(notificationId: string, position: number): Promise<FilePlan | undefined>;
  download: Download;
  now?: () => number;
}

export const FILES_PATH = '/files/';
/** How long a link lives, in seconds. */
const LIFE = 7 * 24 * 3600;

/** Serves Slack files to readers who have no Slack account, each at a signed address that ends. */
export function createFileProxy({ links, publicUrl, served, download, now = Date.now }: ProxyOptions) {
  async function planAt(path: string): Promise<(FilePlan & { source: NonNullable<FilePlan['source']> }) | undefined> {
    const link = links.read(path.slice(FILES_PATH.length), now());
    const plan = link && (await served(link.notificationId, link.position));
    return plan?.source && { ...plan, source: plan.source };
  }

  return {
    /** The address of one file for one reader. */
    address(notificationId: string, position: number): string {
      const expiresAt = Math.floor(now() / 1000) + LIFE;
      return `${publicUrl}${FILES_PATH.slice(1)}${links.sign({ notificationId, position, expiresAt })}`;
    },

    /** Answers GET and HEAD; 404 for everything that is no living link. */
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const plan = await planAt((request.url ?? '').split('?', 1)[0] ?? '');
      if (plan === undefined) return refuse(response, 404);
      const headers = headersOf(plan);
      if (request.method === 'HEAD') {
        response.writeHead(200, { ...headers, ...(plan.size > 0 && { 'content-length': plan.size }) }).end();
        return;
      }
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const range = /^bytes=(?:\d+-\d*|-\d+)$/.exec(request.headers.range ?? '')?.[0];
      const { url, mimetype } = plan.source;
      const given = await download(
        { url, mimetype, size: plan.size },
        { signal: gone.signal, ...(range !== undefined && { range }) },
      );
      if (given.kind === 'refused' && given.status === 416) {
        response.writeHead(416, { ...SAFE, ...(given.range !== undefined && { 'content-range': given.range }) }).end();
        return;
      }
      if (given.kind !== 'bytes') return refuse(response, given.kind === 'not reached' ? 502 : 404);
      response.writeHead(given.status, {
        ...headers,
        ...(given.length !== undefined && { 'content-length': given.length }),
        ...(given.range !== undefined && { 'content-range': given.range }),
      });
      try {
        await pipeline(Readable.from(given.chunks, { objectMode: false }), response);
      } catch {
        // The reader left, or Slack broke off: a length that is not reached tells the browser that it is not whole.
        response.destroy();
      } finally {
        given.close();
      }
    },
  };
}

/** An HTML or SVG file must not run with the bot's origin, nor be taken for something that it does not say it is. */
const SAFE = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Undo ends the link, so nobody in between may keep what it led to.
  'cache-control': 'private, no-store',
} as const;

function headersOf({ name, source: { mimetype } }: FilePlan & { source: NonNullable<FilePlan['source']> }) {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(mimetype) ? mimetype.toLowerCase() : 'application/octet-stream';
  return {
    ...SAFE,
    'content-type': type,
    'content-disposition': `${isPicture({ mimetype }) ? 'inline' : 'attachment'}; ${fileName(name)}`,
    'accept-ranges': 'bytes',
  };
}

/** Both forms of RFC 6266: letters that every browser takes, and the name as it is. */
function fileName(name: string): string {
  const whole = name.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]/gu, '_');
  const plain = whole.replace(/[^\w .()+-]/g, '_');
  const encoded = encodeURIComponent(whole).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}

function refuse(response: ServerResponse, status: 404 | 502): void {
  response.writeHead(status, { ...SAFE, 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ error: status === 404 ? 'not found' : 'slack does not answer' })}\n`);
}
