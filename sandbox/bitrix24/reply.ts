import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** What goes back over the wire. */
export interface Reply {
  status: number;
  headers: { [name: string]: string };
  body: string | Buffer | { path: string; bytes: number };
}

export function jsonReply(status: number, body: unknown): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: JSON.stringify(body),
  };
}

export function errorReply(status: number, code: string, description: string): Reply {
  return jsonReply(status, { error: code, error_description: description });
}

export function htmlReply(status: number, title: string): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}

export function redirectReply(location: string): Reply {
  return { status: 302, headers: { location, 'content-type': 'text/html; charset=utf-8' }, body: '' };
}

/** Sends it; in two halves when there is something to do between them. */
export async function send(response: ServerResponse, reply: Reply, between?: () => Promise<void>): Promise<void> {
  const { body } = reply;
  if (typeof body === 'object' && 'path' in body) {
    response.writeHead(reply.status, { ...reply.headers, 'content-length': String(body.bytes) });
    await pipeline(createReadStream(body.path), response);
    return;
  }
  const bytes = Buffer.from(body);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(bytes.length) });
  if (between !== undefined) {
    response.write(bytes.subarray(0, bytes.length / 2));
    await between();
    response.end(bytes.subarray(bytes.length / 2));
    return;
  }
  response.end(bytes);
}
