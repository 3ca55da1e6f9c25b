/** Reading requests and writing answers of the loopback server. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const record = z.record(z.string(), z.unknown());

/** Arguments of a Web API call: a form, or a JSON object; undefined when the body is neither. */
export function parseArguments(body: string, contentType: string): Record<string, unknown> | undefined {
  if (contentType.startsWith('application/json')) return record.safeParse(parseJson(body)).data;
  if (contentType.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  return body === '' ? {} : undefined;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': typeof body === 'string' ? 'text/html' : 'application/json; charset=utf-8',
    ...headers,
  });
  response.end(text);
}
