import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { ListenError } from '../../src/http/listen-error.ts';
import { type Limits, type Routes, send, startServer } from '../../src/http/server.ts';
import { readableLog } from '../log/lines.ts';

const LOOPBACK = '127.0.0.1';
const opened: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function serve(routes: Routes, limits?: Partial<Limits>) {
  const { log, entries } = readableLog();
  const server = await startServer({ host: LOOPBACK, port: 0 }, routes, log, limits);
  opened.push(server.stop);
  const call = (path: string, init?: RequestInit) => fetch(`http://${LOOPBACK}:${server.port}${path}`, init);
  return { server, call, entries };
}

/** A connection that sends these characters as they are. */
async function raw(port: number, text: string): Promise<{ socket: Socket; ended: Promise<string> }> {
  const socket = connect(port, LOOPBACK);
  opened.push(() => void socket.destroy());
  let read = '';
  socket.on('data', (chunk) => {
    read += chunk;
  });
  socket.on('error', () => {});
  const ended = once(socket, 'close').then(() => read);
  await once(socket, 'connect');
  socket.write(text);
  return { socket, ended };
}

const hello: Routes = { 'GET /hello': (_, response) => send(response, 200, { hello: 'world' }) };

describe('the HTTP server', () => {
  it('answers what has a route, with or without a query', async () => {
    const { call } = await serve(hello);
    for (const path of ['/hello', '/hello?now=1', '/hello?']) {
      const response = await call(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toEqual({ hello: 'world' });
    }
  });

  it.each(['/', '/hello/', '/HELLO', '//hello', '/hello/../hello%00', '/constructor', '/__proto__'])(
    'answers 404 to GET %s',
    async (path) => {
      const { server } = await serve(hello);
      const { ended } = await raw(server.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(await ended).toMatch(/^HTTP\/1\.1 404 /);
    },
  );

  it('answers 404 to another verb', async () => {
    const { call } = await serve(hello);
    expect((await call('/hello', { method: 'POST', body: 'x' })).status).toBe(404);
  });

  it.each(['//', '//%', '/%zz', '*', 'http://', 'http://[/'])('lives on after the address %s', async (address) => {
    const { server, call } = await serve(hello);
    const { ended } = await raw(server.port, `GET ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(await ended).toMatch(/^HTTP\/1\.1 40[04] /);
    expect((await call('/hello')).status).toBe(200);
  });

  it('lives on after what is no HTTP', async () => {
    const { server, call } = await serve(hello);
    const { ended } = await raw(server.port, '\x16\x03\x01\x00 nonsense\r\n\r\n');
    expect(await ended).toMatch(/^HTTP\/1\.1 400 /);
    expect((await call('/hello')).status).toBe(200);
  });

  it.each<[string, Routes[string]]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('answers 500 when a handler %s, and logs it', async (_, broken) => {
    const { call, entries } = await serve({ ...hello, 'POST /broken': broken });
    const response = await call('/broken?x=1', { method: 'POST', body: 'x' });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: 'internal' });
    expect(entries()).toEqual([
      expect.objectContaining({ path: '/broken', error: expect.objectContaining({ message: 'broken' }) }),
    ]);
    expect((await call('/hello')).status).toBe(200);
  });

  it('cuts the line when a handler fails in the middle of its answer', async () => {
    const { call, entries } = await serve({
      'GET /half': async (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        await new Promise<void>((resolve) => response.write('half', () => resolve()));
        throw new Error('broken');
      },
    });
    const response = await call('/half');
    await expect(response.text()).rejects.toThrow();
    expect(entries()).toHaveLength(1);
  });

  it('answers 408 to a client that never ends its headers or its body', async () => {
    const reading: Routes = { ...hello, 'POST /slow': (request) => once(request, 'end').then(() => {}) };
    const { server, call } = await serve(reading, { headers: 40, request: 80, stop: 5000 });
    const slowHeaders = await raw(server.port, 'GET /hello HTTP/1.1\r\nHost: x\r\n');
    expect(await slowHeaders.ended).toMatch(/^HTTP\/1\.1 408 /);
    const slowBody = await raw(server.port, 'POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx');
    expect(await slowBody.ended).toMatch(/^HTTP\/1\.1 408 /);
    expect((await call('/hello')).status).toBe(200);
  });

  it('gives slow clients ten seconds for their headers and twenty for all, where nothing else is said', async () => {
    const reading: Routes = { ...hello, 'POST /slow': (request) => once(request, 'end').then(() => {}) };
    const { server, call } = await serve(reading);
    const began = performance.now();
    const took = async ({ ended }: { ended: Promise<string> }) => {
      expect(await ended).toMatch(/^HTTP\/1\.1 408 /);
      return performance.now() - began;
    };
    const [headers, body] = await Promise.all([
      raw(server.port, 'GET /hello HTTP/1.1\r\nHost: x\r\n').then(took),
      raw(server.port, 'POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx').then(took),
    ]);
    // Not sooner: a client on a bad line has all of that time.
    expect(headers).toBeGreaterThan(9_900);
    expect(body).toBeGreaterThan(19_900);
    expect((await call('/hello')).status).toBe(200);
  }, 60_000);

  it('answers 431 to more than 16 KB of headers', async () => {
    const { server, call } = await serve(hello);
    const header = (bytes: number) =>
      `GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ${'x'.repeat(bytes)}\r\n\r\n`;
    expect(await (await raw(server.port, header(15_000))).ended).toMatch(/^HTTP\/1\.1 200 /);
    expect(await (await raw(server.port, header(17_000))).ended).toMatch(/^HTTP\/1\.1 431 /);
    expect((await call('/hello')).status).toBe(200);
  });

  it('closes connections over the limit at once, and takes others when some have ended', async () => {
    const { server, call } = await serve(hello, { connections: 3 });
    const held = await Promise.all([1, 2, 3].map(() => raw(server.port, 'GET /hello HTTP/1.1\r\n')));
    const over = await raw(server.port, 'GET /hello HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await over.ended.catch(() => 'reset')).toMatch(/^(reset)?$/);
    for (const { socket } of held) socket.destroy();
    await expect.poll(async () => (await call('/hello').catch(() => undefined))?.status).toBe(200);
  });
});

describe('stopping the HTTP server', () => {
  it('lets a running request end, and takes no other', async () => {
    let finish: () => void = () => {};
    let reached: () => void = () => {};
    const atWork = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const { server, call } = await serve({
      'GET /slow': async (_, response) => {
        reached();
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        send(response, 200, { done: true });
      },
    });
    const running = call('/slow');
    await atWork;
    const stopped = server.stop();
    await nextTurn();
    await expect(call('/slow')).rejects.toThrow();
    finish();
    expect((await running).status).toBe(200);
    await stopped;
  });

  it('does not wait for connections that nobody uses', async () => {
    const { server, call } = await serve(hello, { headers: 60_000, request: 60_000, stop: 60_000 });
    await (await call('/hello')).text();
    await server.stop();
  });

  it('does not wait longer than it should for a client that never ends its request', async () => {
    const { server } = await serve(
      { 'POST /slow': (request) => once(request, 'end').then(() => {}) },
      { headers: 60_000, request: 60_000, stop: 50 },
    );
    const { ended } = await raw(server.port, 'POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx');
    await Promise.all([server.stop(), ended]);
  });
});

describe('an address that cannot be listened on', () => {
  const failure = async (host: string, port: number) => {
    const error: unknown = await startServer({ host, port }, hello, readableLog().log).catch(
      (reason: unknown) => reason,
    );
    if (!(error instanceof ListenError)) throw new Error('it listens', { cause: error });
    return error;
  };

  it('is told as a port that is taken, and what to set', async () => {
    const { server } = await serve(hello);
    const error = await failure(LOOPBACK, server.port);
    expect(error.code).toBe('EADDRINUSE');
    expect(error.message).toBe(`Port ${server.port} of 127.0.0.1 is taken by another program.`);
    expect(error.advice).toContain('PORT is for Slack, OPS_PORT for health');
    expect(error.cause).toMatchObject({ syscall: 'listen' });
  });

  it('is told as an address of another machine', async () => {
    // TEST-NET-1 (RFC 5737) belongs to nobody.
    const error = await failure('192.0.2.1', 0);
    expect(error.message).toBe('192.0.2.1 is no address of this machine.');
    expect(error.advice).toContain('HOST is for Slack, OPS_HOST for health');
  });

  it.each([
    ['EACCES', 'Port 80 may not be used by this user.', 'above 1023'],
    ['ENOTFOUND', 'x is no address of this machine.', '0.0.0.0'],
    ['EMFILE', 'Nothing can be served at x, port 80: EMFILE.', 'OPS_PORT'],
  ])('says of %s what to do', (code, message, advice) => {
    const error = new ListenError('x', 80, Object.assign(new Error('listen'), { code }));
    expect(error.message).toBe(message);
    expect(error.advice).toContain(advice);
  });
});
