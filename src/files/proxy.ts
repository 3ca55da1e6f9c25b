import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FilePlan } from '../outbox/file-plan.ts';
import type { SignedLinks } from './signed-link.ts';
import type { Download, SlackDownload } from './slack-bytes.ts';
import { isPicture } from './slack-file.ts';

export interface ProxyOptions {
  links: SignedLinks;
  /** The bot's own address, as the world sees it, with a slash at the end. */
  publicUrl: string;
  /** A file of a notification; undefined when that was taken back or never was. */
  served(notificationId: string, position: number): Promise<FilePlan | undefined>;
  download: Download;
  /** What somebody reads instead of a file. */
  pages(): Pages;
  /** Slack does not give the bot a file that a living link leads to. */
  onUnreadable?(slackFile: string): void;
  /** Milliseconds for which a reader may take nothing. */
  patience?: number;
  now?: () => number;
}

/** A sentence for each reason, in the language of the notifications. */
export interface Pages {
  ended: string;
  unreadable: string;
  silent: string;
}

export const FILES_PATH = '/files/';
/** How long a link lives, in seconds. */
const LIFE = 7 * 24 * 3600;
/** A film that is being watched is read in bites, with pauses between them. */
const PATIENCE = 120_000;
/** Seconds after which a browser may ask again when Slack was silent. */
const RETRY_AFTER = 60;

/** Serves Slack files to readers who have no Slack account, each at a signed address that ends. */
export function createFileProxy({
  links,
  publicUrl,
  served,
  download,
  pages,
  onUnreadable,
  patience = PATIENCE,
  now = Date.now,
}: ProxyOptions) {
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

    /**
     * Answers GET and HEAD: the file as Slack has it at this moment; 404 for everything that is no living link and for
     * what Slack does not give any more, 503 while Slack is silent, each with a page for the person who came.
     */
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const plan = await planAt((request.url ?? '').split('?', 1)[0] ?? '');
      if (plan === undefined) return say(response, 404, pages().ended);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const { id, url, mimetype } = plan.source;
      const range = rangeOf(request);
      const given = await download(
        { url, mimetype, size: plan.size },
        { signal: gone.signal, ...(range !== undefined && { range }) },
      );
      if (given.kind === 'refused' && given.status === 416) {
        response.writeHead(416, { ...SAFE, ...(given.range !== undefined && { 'content-range': given.range }) }).end();
        return;
      }
      if (isSilent(given)) return say(response, 503, pages().silent, { 'retry-after': RETRY_AFTER });
      if (given.kind !== 'bytes') {
        onUnreadable?.(id);
        return say(response, 404, pages().unreadable);
      }
      response.writeHead(given.status, {
        ...headersOf(plan),
        ...(given.length !== undefined && { 'content-length': given.length }),
        ...(given.range !== undefined && { 'content-range': given.range }),
      });
      if (request.method === 'HEAD') {
        given.close();
        response.end();
        return;
      }
      response.setTimeout(patience, () => response.destroy());
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

/** One range. Whoever asks with `If-Range` has a mark of an earlier version, which we never gave: all of it then. */
function rangeOf({ headers }: IncomingMessage): string | undefined {
  if (headers['if-range'] !== undefined) return undefined;
  return /^bytes=(?:\d+-\d*|-\d+)$/.exec(headers.range ?? '')?.[0];
}

/** Trouble that passes, and says nothing about the file. */
function isSilent(given: SlackDownload): boolean {
  if (given.kind === 'not reached') return true;
  return given.kind === 'refused' && (given.status === 429 || given.status >= 500);
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

/** A page of one sentence, which is ours, so that nothing in it has to be escaped. */
function say(response: ServerResponse, status: 404 | 503, sentence: string, more: Record<string, number> = {}): void {
  response.writeHead(status, { ...SAFE, ...more, 'content-type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><meta name="viewport" content="width=device-width"><title>b24notify</title><p>${sentence}</p>\n`,
  );
}
