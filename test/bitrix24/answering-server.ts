import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One request as it arrived. */
export interface Heard {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface AnsweringServer {
  readonly origin: string;
  readonly host: string;
  readonly heard: readonly Heard[];
}

/** A server for one test, for answers no portal stand-in would give. */
export async function answering(answer: (heard: Heard, response: ServerResponse) => void): Promise<AnsweringServer> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
    heard.push(one);
    answer(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin: `http://${host}`, host, heard };
}

/** Answers every request with this JSON. */
export function withJson(value: unknown, status = 200, headers: Record<string, string> = {}) {
  return (_: Heard, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  };
}

/** Answers every request with this page. */
export function withPage(html: string, status = 200) {
  return (_: Heard, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(html);
  };
}
