import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../log/log.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** What is answered where: `POST /slack/events`, or `GET /files/*` for all below a path. Everything else is 404. */
export type Routes = Readonly<Record<string, Handler>>;

export interface RunningServer {
  port: number;
  /** Takes no new connection, lets running requests end. */
  stop(): Promise<void>;
}

/** A slow client holds a connection no longer than this. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 20_000;

/**
 * Starts an HTTP server. A handler that throws answers 500 and is logged; it never ends the process.
 * @throws when the address cannot be listened on (EADDRINUSE, EACCES …)
 */
export async function startServer(
  { host, port }: { host: string; port: number },
  routes: Routes,
  log: Log,
): Promise<RunningServer> {
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT, requestTimeout: REQUEST_TIMEOUT },
    (request, response) => {
      void answer(request, response, routes, log);
    },
  );
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, routes: Routes, log: Log): Promise<void> {
  // Not a URL parser: "//" and the like must not throw, and no route has a query.
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const handler =
    routes[`${request.method} ${path}`] ?? routes[`${request.method} ${path.slice(0, path.lastIndexOf('/') + 1)}*`];
  try {
    if (handler) await handler(request, response);
    else send(response, 404, { error: 'not found' });
  } catch (error) {
    log.error({ error, path }, 'an HTTP request failed');
    if (!response.headersSent) send(response, 500, { error: 'internal' });
    else response.destroy();
  }
}

/** Answers with JSON. */
export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
