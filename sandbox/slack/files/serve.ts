/**
 * Downloads of files. A bad token, a missing scope or a file the app cannot see is not an error but a redirect to a
 * login page, which is HTML with status 200 (slackapi/bolt-js#2585).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestMisbehaviour } from '../misbehaviour.ts';
import { send } from '../wire.ts';
import type { World } from '../world.ts';
import { appCanSee, type FileMode, type GeneratedContent, type StoredFile } from './store.ts';

const CHUNK = 64 * 1024;

export const LOGIN_PAGE = `<!DOCTYPE html><html lang="en"><head><title>Login | Slack</title></head>
<body><h1>Sign in to your workspace</h1><form action="/signin" method="post"></form></body></html>`;

/** One transparent pixel, for pictures that were given no thumbnail. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** What Slack has no bytes of, or does not give. */
const NOT_HERE: ReadonlySet<FileMode> = new Set(['tombstone', 'hidden_by_limit', 'external']);

/** The file that a path of the workspace means, and whether a thumbnail of it. */
export function fileAt(world: World, path: string): { file: StoredFile; thumbnail: boolean } | undefined {
  const [, kind, id = ''] = /^\/files-(pri|tmb)\/T[A-Z0-9]+-(F[A-Z0-9]+)(?:-thumb)?\//.exec(path) ?? [];
  const file = world.files.get(id);
  return kind === undefined || file === undefined ? undefined : { file, thumbnail: kind === 'tmb' };
}

/** Sends the bytes, or the redirect to the login page; resolves with the status it sent. */
export async function serveFile(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  wanted: { file: StoredFile; thumbnail: boolean } | undefined,
  rule: RequestMisbehaviour | undefined,
): Promise<number> {
  const allowed =
    request.headers.authorization === `Bearer ${world.secrets.botToken}` && world.scopes.has('files:read');
  const exists = wanted !== undefined && !wanted.file.deleted && !NOT_HERE.has(wanted.file.mode);
  if (!allowed || !exists || !appCanSee(world, wanted.file)) {
    const target = encodeURIComponent(request.url ?? '/');
    response.writeHead(302, { location: `${world.baseUrl()}/login?redir=${target}`, 'x-slack-meta': 'acl_fail' });
    response.end();
    return 302;
  }
  if (wanted.thumbnail) {
    const bytes = wanted.file.thumbnail ?? PIXEL;
    return stream(request, response, { size: bytes.length, read: (a, b) => bytes.subarray(a, b) }, 'image/png', rule);
  }
  const disposition = request.url?.includes('/download/') ? 'attachment' : 'inline';
  response.setHeader('content-disposition', `${disposition}; filename="${wanted.file.id}"`);
  return stream(request, response, wanted.file.content, wanted.file.mimetype, rule);
}

export function serveLogin(response: ServerResponse): void {
  send(response, 200, LOGIN_PAGE, { 'content-type': 'text/html; charset=utf-8' });
}

async function stream(
  request: IncomingMessage,
  response: ServerResponse,
  content: GeneratedContent,
  mimetype: string,
  rule: RequestMisbehaviour | undefined,
): Promise<number> {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range === null ? 0 : Number(range[1]);
  const end = range?.[2] ? Math.min(Number(range[2]) + 1, content.size) : content.size;
  if (start > end || (range !== null && start >= content.size)) {
    response.writeHead(416, { 'content-range': `bytes */${content.size}` }).end();
    return 416;
  }
  const status = range === null ? 200 : 206;
  response.writeHead(status, {
    'content-type': mimetype,
    'content-length': end - start,
    'accept-ranges': 'bytes',
    ...(range === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${content.size}` }),
  });
  const midway = rule?.do === 'cut-midway' || rule?.do === 'stall-midway' ? start + Math.floor((end - start) / 2) : end;
  for (let at = start; at < midway; at += CHUNK) {
    if (response.destroyed) return status;
    if (!response.write(content.read(at, Math.min(at + CHUNK, midway)))) await drained(response);
  }
  if (rule?.do === 'stall-midway') return status;
  if (rule?.do === 'cut-midway') {
    await new Promise<void>((resolve) => response.write('', () => resolve()));
    response.destroy();
    return status;
  }
  response.end();
  return status;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
