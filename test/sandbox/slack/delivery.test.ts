import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { App, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { SandboxWorkspace } from '../../../sandbox/slack/workspace.ts';
import { callApi, connect, newWorkspace } from './fixture.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Bolt complains loudly about the troubles that these tests make. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

interface Received {
  headers: IncomingMessage['headers'];
  body: string;
}

/** A bare request URL that answers with what `reply` says. */
async function requestUrl(
  workspace: SandboxWorkspace,
  reply: (got: Received, nth: number) => { status: number; body?: string; headers?: Record<string, string> },
) {
  const received: Received[] = [];
  let wake = () => {};
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const got = { headers: request.headers, body };
    received.push(got);
    const answer = reply(got, received.length);
    response.writeHead(answer.status, answer.headers).end(answer.body);
    wake();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => void server.close());
  const { port } = z.object({ port: z.number() }).parse(server.address());
  workspace.deliverOverHttp(`http://127.0.0.1:${port}/slack/events`);
  const until = async (count: number) => {
    while (received.length < count)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  return { received, until };
}

describe('delivery over HTTP', () => {
  it('sends a form with a v0 signature over the raw body', async () => {
    const { workspace, anna } = await newWorkspace();
    const { received } = await requestUrl(workspace, () => ({ status: 200 }));

    await workspace.as(anna).command('/b24notify', 'hi & bye');

    const [{ headers, body } = { headers: {}, body: '' }] = received;
    const signed = `v0:${headers['x-slack-request-timestamp']}:${body}`;
    const expected = createHmac('sha256', workspace.signingSecret).update(signed).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${expected}`);
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
      command: '/b24notify',
      text: 'hi &amp; bye',
      is_enterprise_install: 'false',
      user_name: 'anna',
    });
  });

  it('asks for the challenge back before it sends an event', async () => {
    const { workspace, anna } = await newWorkspace();
    const { received } = await requestUrl(workspace, ({ body }) => ({ status: 200, body }));

    await workspace.as(anna).openHome();
    await workspace.as(anna).openHome();

    expect(received.map(({ body }) => Object(JSON.parse(body)).type)).toEqual([
      'url_verification',
      'event_callback',
      'event_callback',
    ]);
  });

  it('sends no event to an address that keeps the challenge', async () => {
    const { workspace, anna } = await newWorkspace();
    const { received } = await requestUrl(workspace, () => ({ status: 200 }));

    await expect(workspace.as(anna).openHome()).rejects.toThrow('challenge');
    expect(received).toHaveLength(1);
  });

  it('sends a failed event again at once, saying why', async () => {
    const { workspace, anna } = await newWorkspace();
    const { received, until } = await requestUrl(workspace, ({ body }, nth) => ({
      status: nth === 2 ? 500 : 200,
      body,
    }));

    await workspace.as(anna).openHome();
    await until(3);

    const [, first, again] = received;
    expect(again?.body).toBe(first?.body);
    expect(again?.headers).toMatchObject({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' });
  });

  it('does not send a command twice by itself, but can be told to', async () => {
    const { workspace, anna } = await newWorkspace();
    const { received, until } = await requestUrl(workspace, () => ({ status: 200 }));

    workspace.misbehave({ on: 'delivery', do: 'repeat', times: 1 });
    await workspace.as(anna).command('/b24notify', 'twice');
    await until(2);
    await workspace.as(anna).command('/b24notify', 'once');

    const texts = received.map(({ body }) => new URLSearchParams(body).get('text'));
    expect(texts).toEqual(['twice', 'twice', 'once']);
  });
});

const envelope = z.object({ type: z.string() }).loose();
type Envelope = z.infer<typeof envelope>;

/** A bare Socket Mode client; `next` gives its messages one by one. */
async function socketClient(workspace: SandboxWorkspace) {
  const { url } = await callApi(workspace, 'apps.connections.open', {}, workspace.appToken);
  const socket = new WebSocket(String(url));
  cleanups.push(() => socket.terminate());
  const inbox: Envelope[] = [];
  let wake = () => {};
  socket.on('message', (data) => {
    inbox.push(envelope.parse(JSON.parse(String(data))));
    wake();
  });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const next = async (): Promise<Envelope> => {
    for (;;) {
      const message = inbox.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const ack = (message: Envelope, payload?: object) =>
    socket.send(JSON.stringify({ envelope_id: message.envelope_id, ...(payload ? { payload } : {}) }));
  return { socket, next, ack, closed };
}

describe('Socket Mode', () => {
  it('says hello with the number of connections, and takes an address once', async () => {
    const { workspace } = await newWorkspace();
    const one = await socketClient(workspace);
    expect(await one.next()).toMatchObject({
      type: 'hello',
      num_connections: 1,
      debug_info: { approximate_connection_time: 3600 },
    });
    const two = await socketClient(workspace);
    expect(await two.next()).toMatchObject({ num_connections: 2 });
    expect(workspace.openSockets).toBe(2);

    const again = new WebSocket(one.socket.url);
    const status = await new Promise((resolve) =>
      again.on('unexpected-response', (_request, response) => resolve(response.statusCode)).on('error', () => {}),
    );
    expect(status).toBe(403);
  });

  it('wraps a command in an envelope and shows the payload of its acknowledgement', async () => {
    const { workspace, anna } = await newWorkspace();
    const client = await socketClient(workspace);
    await client.next();

    const done = workspace.as(anna).command('/b24notify', 'hi');
    const message = await client.next();
    client.ack(message, { text: 'Done' });

    expect(message).toMatchObject({
      type: 'slash_commands',
      accepts_response_payload: true,
      payload: { command: '/b24notify', text: 'hi' },
    });
    expect(message).not.toHaveProperty('retry_attempt');
    expect(await done).toMatchObject({ status: 'socket', body: { text: 'Done' }, error: undefined });
    expect(workspace.as(anna).sees()).toMatchObject([{ text: 'Done' }]);
  });

  it('sends the same envelope again while it is not acknowledged', async () => {
    const { workspace, anna } = await newWorkspace({ ackTimeoutMs: 20 });
    const client = await socketClient(workspace);
    await client.next();

    const done = workspace.as(anna).command('/b24notify', 'hi');
    const first = await client.next();
    const second = await client.next();
    client.ack(second);

    expect(second).toMatchObject({
      envelope_id: first.envelope_id,
      payload: first.payload,
      retry_attempt: 1,
      retry_reason: 'timeout',
    });
    expect(await done).toMatchObject({ timedOut: true, error: 'operation_timeout' });
  });

  it('sends it again when the acknowledgement was lost, or for no reason at all', async () => {
    const { workspace, anna } = await newWorkspace({ ackTimeoutMs: 20 });
    const client = await socketClient(workspace);
    await client.next();

    workspace.misbehave({ on: 'socket', do: 'lose-ack', times: 1 });
    void workspace.as(anna).command('/b24notify', 'lost');
    const first = await client.next();
    client.ack(first);
    const second = await client.next();
    client.ack(second);
    expect(second.envelope_id).toBe(first.envelope_id);

    workspace.misbehave({ on: 'socket', do: 'repeat', times: 1 });
    void workspace.as(anna).command('/b24notify', 'twice');
    const third = await client.next();
    const fourth = await client.next();
    client.ack(fourth);
    expect(fourth).toEqual(third);
  });

  it('gives each payload to one of the connections', async () => {
    const { workspace, anna } = await newWorkspace();
    const one = await socketClient(workspace);
    const two = await socketClient(workspace);
    await one.next();
    await two.next();

    const first = workspace.as(anna).command('/b24notify', 'a');
    one.ack(await one.next());
    await first;
    const second = workspace.as(anna).command('/b24notify', 'b');
    two.ack(await two.next());

    expect((await second).error).toBeUndefined();
  });

  it('refuses a payload in the acknowledgement of an event', async () => {
    const { workspace, anna } = await newWorkspace();
    const client = await socketClient(workspace);
    await client.next();

    const done = workspace.as(anna).openHome();
    const message = await client.next();
    client.ack(message, { text: 'Hi' });

    expect(message).toMatchObject({ type: 'events_api', accepts_response_payload: false, retry_attempt: 0 });
    expect((await done).error).toBe('response payload not accepted');
  });

  it('warns, refreshes, and cuts connections', async () => {
    const { workspace } = await newWorkspace();
    const client = await socketClient(workspace);
    await client.next();

    workspace.misbehave({ on: 'socket', do: 'disconnect', reason: 'warning' });
    expect(await client.next()).toMatchObject({ type: 'disconnect', reason: 'warning' });
    expect(workspace.openSockets).toBe(1);
    workspace.misbehave({ on: 'socket', do: 'disconnect', reason: 'refresh_requested' });
    expect(await client.next()).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
    await client.closed;

    const other = await socketClient(workspace);
    await other.next();
    workspace.misbehave({ on: 'socket', do: 'cut-line' });
    await other.closed;
    await workspace.waitFor(() => workspace.openSockets === 0);
  });

  it('ends a connection that was warned, a while later', async () => {
    const { workspace } = await newWorkspace({ warningMs: 50 });
    const client = await socketClient(workspace);
    await client.next();
    workspace.misbehave({ on: 'socket', do: 'disconnect', reason: 'warning' });
    await client.closed;
    await workspace.waitFor(() => workspace.openSockets === 0);
  });

  it('can die without a word: no pong, no payload, the line still open', async () => {
    const { workspace, anna } = await newWorkspace({ ackTimeoutMs: 20 });
    const client = await socketClient(workspace);
    await client.next();
    let pongs = 0;
    client.socket.on('pong', () => {
      pongs += 1;
    });
    client.socket.ping();
    await new Promise((resolve) => client.socket.once('pong', resolve));

    workspace.misbehave({ on: 'socket', do: 'silent-death' });
    client.socket.ping();

    expect(await workspace.as(anna).command('/b24notify', 'x')).toMatchObject({ timedOut: true });
    expect(pongs).toBe(1);
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('takes ten connections', async () => {
    const { workspace } = await newWorkspace();
    for (let i = 0; i < 10; i += 1) expect((await (await socketClient(workspace)).next()).type).toBe('hello');

    expect(await (await socketClient(workspace)).next()).toMatchObject({ reason: 'too_many_websockets' });
  });

  it('ends delivery over HTTP', async () => {
    const { workspace, anna } = await newWorkspace();
    const { received } = await requestUrl(workspace, () => ({ status: 200 }));
    const client = await socketClient(workspace);
    await client.next();

    const done = workspace.as(anna).command('/b24notify', 'x');
    client.ack(await client.next());

    expect((await done).status).toBe('socket');
    expect(received).toEqual([]);
  });

  it('fails with dispatch_failed while the app is away', async () => {
    const { workspace, anna } = await newWorkspace();
    const client = await socketClient(workspace);
    await client.next();
    client.socket.close();
    await workspace.waitFor(() => workspace.openSockets === 0);

    expect(await workspace.as(anna).command('/b24notify', 'x')).toMatchObject({ error: 'dispatch_failed' });
  });

  it('is understood by the real client', async () => {
    const { workspace, anna } = await newWorkspace();
    await connect(workspace, 'socket', (app) => {
      app.command('/b24notify', ({ ack, command }) => ack(`You said ${command.text}`));
    });

    await workspace.as(anna).command('/b24notify', 'x');

    expect(workspace.as(anna).sees()).toMatchObject([{ text: 'You said x' }]);
  });

  it.each([
    { on: 'socket', do: 'disconnect', reason: 'refresh_requested' },
    { on: 'socket', do: 'silent-death' },
    { on: 'socket', do: 'cut-line' },
  ] as const)('is taken up again by the real client after $do', async (trouble) => {
    const { workspace, anna } = await newWorkspace();
    const receiver = new SocketModeReceiver({
      appToken: workspace.appToken,
      clientPingTimeout: 150,
      logger: silent,
      installerOptions: { clientOptions: { slackApiUrl: workspace.apiUrl } },
    });
    const app = new App({
      token: workspace.botToken,
      receiver,
      logger: silent,
      deferInitialization: true,
      clientOptions: { slackApiUrl: workspace.apiUrl },
    });
    app.command('/b24notify', ({ ack }) => ack('Here'));
    await app.init();
    await app.start();
    cleanups.push(() => void app.stop());

    workspace.misbehave(trouble);
    await workspace.waitFor(() => workspace.callsOf('apps.connections.open').length === 2);
    await workspace.waitFor(() => workspace.openSockets === 1);

    expect(await workspace.as(anna).command('/b24notify', 'x')).toMatchObject({ body: { text: 'Here' } });
  });
});
