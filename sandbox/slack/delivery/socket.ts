/**
 * Socket Mode: up to ten connections, each payload to any one of them, again when it is not acknowledged.
 * Sources: docs.slack.dev/apis/events-api/using-socket-mode; @slack/socket-mode for the wire form.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { World } from '../world.ts';
import type { Acknowledgement, Delivery, Payload } from './delivery.ts';

const MOST_CONNECTIONS = 10;
const MOST_RETRIES = 3;
/** Slack pings every few seconds; a client gives the line up after thirty without. */
const PING_EVERY_MS = 5000;

/** How long a client has to say goodbye when the workspace stops. */
const CLOSING_MS = 200;

const ENVELOPE_TYPES = { command: 'slash_commands', interactive: 'interactive', event: 'events_api' } as const;
const acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

interface Connection {
  socket: WebSocket;
  alive: boolean;
}

interface Waiting {
  payload: Payload;
  acceptsPayload: boolean;
  attempt: number;
  startedAt: number;
  timer: NodeJS.Timeout | undefined;
  resolve: (outcome: Acknowledgement) => void;
  /** How many acknowledgements Slack is to overlook. */
  acksToLose: number;
}

export class SocketDelivery implements Delivery {
  readonly #world: World;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #pings: NodeJS.Timeout;
  #connections: Connection[] = [];
  #next = 0;

  constructor(world: World) {
    this.#world = world;
    this.#pings = setInterval(() => {
      for (const connection of this.#connections) if (connection.alive) connection.socket.ping();
    }, PING_EVERY_MS);
    this.#pings.unref();
  }

  /** How many sockets the app holds open, those that died silently left out. */
  get open(): number {
    return this.#connections.filter((connection) => connection.alive).length;
  }

  /** A WebSocket address for one connection (the answer of apps.connections.open). */
  newUrl(): string {
    const ticket = randomBytes(16).toString('hex');
    this.#tickets.add(ticket);
    return `${this.#world.baseUrl().replace('http:', 'ws:')}/link/?ticket=${ticket}&app_id=${this.#world.app.id}`;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://loopback').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#welcome(webSocket));
  }

  send(payload: Payload): Promise<Acknowledgement> {
    if (!this.#connections.some((connection) => connection.socket.readyState === 1)) {
      return Promise.resolve({ kind: 'failed', reason: 'dispatch_failed', status: 'socket', body: undefined, ms: 0 });
    }
    const rule = this.#world.misbehaviours.forDelivery('socket', payload.body);
    return new Promise((resolve) => {
      const id = randomUUID();
      const waiting: Waiting = {
        payload,
        acceptsPayload: payload.kind !== 'event',
        attempt: 0,
        startedAt: performance.now(),
        timer: undefined,
        resolve,
        acksToLose: rule?.do === 'lose-ack' ? 1 : 0,
      };
      this.#waiting.set(id, waiting);
      this.#deliver(id, waiting);
      if (rule?.do === 'repeat') this.#write(id, waiting);
    });
  }

  /** Tells every connection that it will be, or has to be, replaced. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void {
    const host = 'applink-sandbox';
    const { warningMs } = this.#world.settings;
    for (const connection of [...this.#connections]) {
      connection.socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host } }));
      if (reason === 'warning') setTimeout(() => connection.socket.close(1000), warningMs).unref();
      else connection.socket.close(1000);
    }
  }

  /** The connections stay open but are deaf and dumb: no pong, no ping, no payload. */
  goSilent(): void {
    for (const connection of this.#connections) {
      connection.alive = false;
      connection.socket.pause();
    }
  }

  cutLine(): void {
    for (const connection of this.#connections) connection.socket.terminate();
  }

  stop(): void {
    clearInterval(this.#pings);
    for (const waiting of this.#waiting.values()) clearTimeout(waiting.timer);
    this.#waiting.clear();
    for (const { socket } of this.#connections) {
      socket.resume();
      socket.close(1000);
      setTimeout(() => socket.terminate(), CLOSING_MS).unref();
    }
    this.#server.close();
  }

  #welcome(socket: WebSocket): void {
    // Slack keeps sending into a dead line until it notices; here at the latest when the app comes back.
    for (const dead of this.#connections.filter((each) => !each.alive)) {
      dead.socket.terminate();
      this.#forget(dead);
    }
    if (this.#connections.length >= MOST_CONNECTIONS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close(1000);
      return;
    }
    const connection: Connection = { socket, alive: true };
    this.#connections.push(connection);
    socket.on('message', (data, isBinary) => {
      if (!isBinary) this.#acknowledged(data.toString());
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#forget(connection));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#connections.length,
        debug_info: { host: 'applink-sandbox', build_number: 1, approximate_connection_time: 3600 },
        connection_info: { app_id: this.#world.app.id },
      }),
    );
    this.#world.happenings.tell();
  }

  #forget(connection: Connection): void {
    this.#connections = this.#connections.filter((each) => each !== connection);
    this.#world.happenings.tell();
  }

  #deliver(id: string, waiting: Waiting): void {
    this.#write(id, waiting);
    waiting.timer = setTimeout(() => {
      if (waiting.attempt === 0) {
        waiting.resolve({ kind: 'timed out', ms: Math.round(performance.now() - waiting.startedAt) });
      }
      if (waiting.attempt === MOST_RETRIES) {
        this.#waiting.delete(id);
        return;
      }
      waiting.attempt += 1;
      this.#deliver(id, waiting);
    }, this.#world.settings.ackTimeoutMs);
  }

  #write(id: string, waiting: Waiting): void {
    const open = this.#connections.filter((connection) => connection.socket.readyState === 1);
    const connection = open[this.#next % Math.max(open.length, 1)];
    this.#next += 1;
    if (connection === undefined || !connection.alive) return;
    connection.socket.send(
      JSON.stringify({
        envelope_id: id,
        type: ENVELOPE_TYPES[waiting.payload.kind],
        payload: waiting.payload.body,
        accepts_response_payload: waiting.acceptsPayload,
        ...(waiting.attempt > 0 || waiting.payload.kind === 'event'
          ? { retry_attempt: waiting.attempt, retry_reason: waiting.attempt > 0 ? 'timeout' : '' }
          : {}),
      }),
    );
  }

  #acknowledged(text: string): void {
    const parsed = acknowledgement.safeParse(parseJson(text));
    if (!parsed.success) return;
    const waiting = this.#waiting.get(parsed.data.envelope_id);
    if (waiting === undefined) return;
    if (waiting.acksToLose > 0) {
      waiting.acksToLose -= 1;
      return;
    }
    clearTimeout(waiting.timer);
    this.#waiting.delete(parsed.data.envelope_id);
    const ms = Math.round(performance.now() - waiting.startedAt);
    // An empty payload is what @slack/socket-mode sends for an acknowledgement without a body.
    const body = isEmptyObject(parsed.data.payload) ? undefined : parsed.data.payload;
    waiting.resolve(
      body !== undefined && !waiting.acceptsPayload
        ? { kind: 'failed', reason: 'response payload not accepted', status: 'socket', body, ms }
        : { kind: 'answered', status: 'socket', body, ms },
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
