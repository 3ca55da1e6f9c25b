import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../log/log.ts';
import { ListenError } from './listen-error.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** What is answered where: `POST /slack/events`, or `GET /files/*` for all below a path. Everything else is 404. */
export type Routes = Readonly<Record<string, Handler>>;

export interface RunningServer {
  port: number;
  /** Takes no new connection, lets running requests end; the ones that go on too long are cut. */
  stop(): Promise<void>;
}

/** What a client may take of us. Times are milliseconds; SECURITY.md tells them. */
export interface Limits {
  /** From the connection to the end of the headers. */
  headers: number;
  /** From the connection to the end of the body. */
  request: number;
  /** From `stop` to the end of the answers. */
  stop: number;
  /** Bytes of all headers together. */
  headerBytes: number;
  /** Open at a time; the next one is closed. Files of the process are what they would use up. */
  connections: number;
}

const LIMITS: Limits = { headers: 10_000, request: 20_000, stop: 4000, headerBytes: 16 * 1024, connections: 500 };

/**
 * Starts an HTTP server. A handler that throws answers 500 and is logged; it never ends the process.
 * @throws ListenError when the address cannot be listened on
 */
export async function startServer(
  { host, port }: { host: string; port: number },
  routes: Routes,
  log: Log,
  changed: Partial<Limits> = {},
): Promise<RunningServer> {
  const limits = { ...LIMITS, ...changed };
  let stopping = false;
  const server = createServer(
    {
      headersTimeout: limits.headers,
      requestTimeout: limits.request,
      maxHeaderSize: limits.headerBytes,
      // Node looks for slow clients only so often: every 30 seconds, unless it is told.
      connectionsCheckingInterval: limits.headers / 4,
    },
    (request, response) => {
      // A client that keeps its connection for the next request would hold up the stop.
      response.once('close', () => stopping && server.closeIdleConnections());
      void answer(request, response, routes, log);
    },
  );
  server.maxConnections = limits.connections;
  await listen(server, host, port);
  server.on('error', (error) => log.error({ error }, 'the HTTP server has trouble'));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        // Once it is closed, Node does not look for slow clients any more.
        const cut = setTimeout(() => server.closeAllConnections(), limits.stop);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
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
    const refuse = (cause: Error) => reject(new ListenError(host, port, cause));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}
