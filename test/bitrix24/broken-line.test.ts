import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPortal, type Portal, type PortalOptions } from '../../src/bitrix24/portal.ts';
import { answering, withJson } from './answering-server.ts';
import { everythingIn, failureOf } from './failing.ts';

const SECRET = 'MARKERSECRET';

function over(origin: string, options?: PortalOptions): Portal {
  const portal = createPortal({ mode: 'webhook', url: `${origin}/rest/1/${SECRET}/` }, options);
  onTestFinished(() => portal.close());
  return portal;
}

/** A server of bare sockets: `onRequest` runs when the bytes of a request have arrived. */
async function sockets(onRequest: (socket: Socket, count: number) => void): Promise<string> {
  const open = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      count += 1;
      onRequest(socket, count);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a call that certainly was not made', () => {
  it('fails as not sent when the connection is refused', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const error = await failureOf(over(`http://127.0.0.1:${port}`).call('profile'));
    expect(error).toMatchObject({ name: 'NotSentError', failure: 'not sent', code: 'ECONNREFUSED' });
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
    expect(everythingIn(error)).not.toContain(SECRET);
  });

  it('fails as not sent when the name is unknown', async () => {
    const error = await failureOf(over('https://portal.invalid').call('profile'));
    expect(error).toMatchObject({ failure: 'not sent', advice: expect.stringContaining('DNS') });
  });

  it('fails as not sent when TLS does not come about', async () => {
    const origin = await sockets((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const error = await failureOf(over(origin.replace('http:', 'https:')).call('profile'));
    expect(error.failure).toBe('not sent');
  });

  it('fails as not sent when time is up before a line was free, and stays unsent', async () => {
    const server = await answering(() => {});
    const dispatcher = new Agent({ connections: 1 });
    onTestFinished(() => dispatcher.destroy());
    const portal = over(server.origin, { dispatcher });
    const leave = new AbortController();
    const first = failureOf(portal.call('first', {}, { signal: leave.signal }));
    const second = await failureOf(portal.call('second', {}, { timeoutMs: 20 }));
    expect(second).toMatchObject({ failure: 'not sent', code: 'TIMEOUT' });
    await expect.poll(() => server.heard.length).toBe(1);
    leave.abort();
    expect(await first).toMatchObject({ failure: 'unknown', code: 'ABORTED' });
    const leaveAgain = new AbortController();
    const third = failureOf(portal.call('third', {}, { signal: leaveAgain.signal }));
    await expect.poll(() => server.heard.map((one) => one.path.split('/').at(-1))).toEqual(['first', 'third']);
    leaveAgain.abort();
    await third;
  });

  it('fails as not sent when it was cancelled before it began', async () => {
    const server = await answering(withJson({ result: true }));
    const error = await failureOf(over(server.origin).call('profile', {}, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ failure: 'not sent', code: 'ABORTED' });
    expect(server.heard).toEqual([]);
  });

  it('fails as not sent after the client was closed', async () => {
    const server = await answering(withJson({ result: true }));
    const portal = createPortal({ mode: 'webhook', url: `${server.origin}/rest/1/${SECRET}/` });
    await portal.close();
    expect(await failureOf(portal.call('profile'))).toMatchObject({ failure: 'not sent' });
  });
});

describe('a call that may have been made', () => {
  it('is unknown when no answer comes in time', async () => {
    const server = await answering(() => {});
    const error = await failureOf(over(server.origin, { timeoutMs: 50 }).call('im.notify.personal.add'));
    expect(error).toMatchObject({ name: 'UnknownOutcomeError', failure: 'unknown', code: 'TIMEOUT' });
    expect(server.heard).toHaveLength(1);
  });

  it('is unknown when the answer begins and then stops', async () => {
    const server = await answering((_, response) => response.writeHead(200).write('{"result":'));
    const error = await failureOf(over(server.origin, { timeoutMs: 50 }).call('profile'));
    expect(error).toMatchObject({ failure: 'unknown', code: 'TIMEOUT' });
  });

  it('is unknown when the caller leaves it', async () => {
    const leave = new AbortController();
    const server = await answering(() => leave.abort());
    const error = await failureOf(over(server.origin).call('profile', {}, { signal: leave.signal }));
    expect(error).toMatchObject({ failure: 'unknown', code: 'ABORTED' });
  });

  it('is unknown when the line is cut without an answer, and is not repeated', async () => {
    let requests = 0;
    const origin = await sockets((socket, count) => {
      requests = count;
      socket.destroy();
    });
    const error = await failureOf(over(origin).call('im.notify.personal.add', { MESSAGE: 'x' }));
    expect(error.failure).toBe('unknown');
    expect(requests).toBe(1);
    expect(everythingIn(error)).not.toContain(SECRET);
  });

  it('is unknown when the answer is cut in the middle', async () => {
    const origin = await sockets((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"result":1'));
    expect((await failureOf(over(origin).call('profile'))).failure).toBe('unknown');
  });

  it('is unknown when a kept line is closed on it', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 12\r\n\r\n{"result":1}';
    const origin = await sockets((socket, count) => (count === 1 ? socket.write(answer) : socket.destroy()));
    const portal = over(origin);
    expect(await portal.call('profile')).toMatchObject({ result: 1 });
    expect((await failureOf(portal.call('profile'))).failure).toBe('unknown');
  });

  it('is unknown when the answer is no HTTP, and the bytes of it stay inside', async () => {
    const origin = await sockets((socket) => socket.end(`${SECRET} hello\r\n\r\n`));
    const error = await failureOf(over(origin).call('profile'));
    expect(error.failure).toBe('unknown');
    expect(everythingIn(error)).not.toContain(SECRET);
  });

  it('is unknown when the answer is larger than anyone asked for', async () => {
    const server = await answering((_, response) => {
      const piece = Buffer.alloc(1024 * 1024, ' ');
      const more = () => {
        if (!response.writableEnded && !response.destroyed) response.write(piece, more);
      };
      more();
    });
    expect(await failureOf(over(server.origin).call('profile'))).toMatchObject({
      failure: 'unknown',
      code: 'ANSWER_TOO_LARGE',
    });
  });
});
