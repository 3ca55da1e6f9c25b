/** The loopback server: Web API, response_urls, files and the upgrade to Socket Mode, on one port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { METHODS } from './api/methods.ts';
import { SlackRefusal } from './api/refusal.ts';
import type { LoggedCall } from './calls.ts';
import { SocketDelivery } from './delivery/socket.ts';
import { fileAt, serveFile, serveLogin } from './files/serve.ts';
import type { RequestMisbehaviour } from './misbehaviour.ts';
import { answerResponseUrl } from './response-url.ts';
import { parseArguments, parseJson, readBody, send } from './wire.ts';
import type { World } from './world.ts';

type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** Starts listening on a free loopback port; resolves with what closes it again. */
export async function listen(world: World): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    route(world, request, response).catch((error: unknown) => {
      // The bot hung up, or the sandbox itself is wrong: the second must not look like an answer of Slack.
      if (!response.destroyed) send(response, 599, { sandbox_defect: String(error) });
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (world.delivery instanceof SocketDelivery) world.delivery.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  world.server.baseUrl = `http://127.0.0.1:${address.port}`;
  return () => {
    world.stopping.abort();
    world.delivery?.stop();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
}

async function route(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path.startsWith('/api/')) return webApi(world, request, response, path.slice('/api/'.length));
  if (path.startsWith('/files-')) return file(world, request, response, path);
  if (path === '/login') return serveLogin(response);
  if (world.responseUrls.has(path) || /^\/(commands|actions|app)\//.test(path)) {
    return responseUrl(world, request, response, path);
  }
  send(response, 404, 'not found');
}

async function webApi(world: World, request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
  const body = await readBody(request);
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://loopback').searchParams);
  const parsed = parseArguments(body, request.headers['content-type'] ?? '');
  // Bolt's clients name the team with every call; Slack minds only a wrong one.
  const { token: tokenArgument, team_id: teamId, ...given } = { ...query, ...parsed };
  const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const token = bearer ?? (typeof tokenArgument === 'string' ? tokenArgument : undefined);
  const call = log(world, name, tokenKind(world, token), given);
  await answer(world, response, call, world.misbehaviours.forRequest(name, given), () => {
    if (parsed === undefined) return { status: 200, body: { ok: false, error: 'invalid_form_data' } };
    if (teamId !== undefined && teamId !== world.team.id) {
      return { status: 200, body: { ok: false, error: 'team_access_not_granted' } };
    }
    const pace = world.settings.tiers ? METHODS.get(name)?.pace : undefined;
    const wait = pace && world.rates.secondsToWait(name, pace, conversationIn(world, given), world.now());
    if (wait !== undefined) {
      return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': String(wait) } };
    }
    const done = callMethod(world, name, call.token, given);
    return { status: 200, body: done, headers: { 'x-oauth-scopes': [...world.scopes].join(',') } };
  });
}

/** A person's id means the conversation with them. */
function conversationIn(world: World, { channel }: Record<string, unknown>): string {
  const id = typeof channel === 'string' ? channel : '';
  return world.botChannels.get(id)?.id ?? id;
}

function tokenKind(world: World, token: string | undefined): LoggedCall['token'] {
  if (token === undefined || token === '') return 'none';
  if (token === world.secrets.botToken) return 'bot';
  return token === world.secrets.appToken ? 'app' : 'wrong';
}

function callMethod(world: World, name: string, token: LoggedCall['token'], given: Record<string, unknown>): unknown {
  const method = METHODS.get(name);
  try {
    if (method === undefined) throw new SlackRefusal('unknown_method', { req_method: name });
    if (token === 'none') throw new SlackRefusal('not_authed');
    if (token === 'wrong') throw new SlackRefusal('invalid_auth');
    if (token !== method.token) throw new SlackRefusal('not_allowed_token_type');
    return { ok: true, ...method.call(world, given) };
  } catch (error) {
    if (error instanceof SlackRefusal) return { ok: false, error: error.code, ...error.beside };
    throw error;
  }
}

async function responseUrl(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const body = parseJson(await readBody(request));
  const call = log(world, 'response_url', 'none', typeof body === 'object' && body !== null ? { ...body } : {});
  await answer(world, response, call, world.misbehaviours.forRequest('response_url', call.arguments), () =>
    request.method === 'POST' ? answerResponseUrl(world, path, body) : { status: 405, body: 'method not allowed' },
  );
}

async function file(world: World, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const wanted = fileAt(world, path);
  const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const call = log(world, 'file', tokenKind(world, bearer), {
    id: wanted?.file.id,
    thumbnail: wanted?.thumbnail,
    range: request.headers.range,
  });
  const rule = world.misbehaviours.forRequest('file', call.arguments);
  if (rule === undefined || rule.do === 'cut-midway' || rule.do === 'stall-midway') {
    call.status = await serveFile(world, request, response, wanted, rule);
    world.happenings.tell();
    return;
  }
  if (rule.do === 'delay') {
    await pause(rule.ms, undefined, { signal: world.stopping.signal });
    call.status = await serveFile(world, request, response, wanted, undefined);
    world.happenings.tell();
    return;
  }
  await answer(world, response, call, rule, () => ({ status: 500, body: 'no such misbehaviour for files' }));
}

function log(world: World, method: string, token: LoggedCall['token'], given: Record<string, unknown>): LoggedCall {
  const call: LoggedCall = { at: world.now(), method, token, arguments: given, answer: undefined, status: undefined };
  world.calls.push(call);
  world.happenings.tell();
  return call;
}

/** Does the work and answers, as far as the misbehaviour lets it. */
async function answer(
  world: World,
  response: ServerResponse,
  call: LoggedCall,
  rule: RequestMisbehaviour | undefined,
  work: () => Answer,
): Promise<void> {
  const reply = (given: Answer) => {
    call.answer = given.body;
    call.status = given.status;
    send(response, given.status, given.body, given.headers);
    world.happenings.tell();
  };
  switch (rule?.do) {
    case undefined:
      return reply(work());
    case 'delay':
      await pause(rule.ms, undefined, { signal: world.stopping.signal });
      return reply(work());
    case 'hang':
    case 'cut':
      if (rule.after === 'work') call.answer = work().body;
      if (rule.do === 'cut') response.destroy();
      world.happenings.tell();
      return;
    case 'rate-limit':
      return reply({
        status: 429,
        body: { ok: false, error: 'ratelimited' },
        headers: { 'retry-after': String(rule.retryAfter) },
      });
    case 'status':
      return reply({ status: rule.status, body: rule.body ?? '' });
    case 'error':
      return reply({ status: 200, body: { ok: false, error: rule.error, ...rule.beside } });
    case 'html':
      return reply({ status: rule.status ?? 200, body: '<!DOCTYPE html><html><body>Something broke</body></html>' });
    case 'redirect':
      return reply({ status: 302, body: '', headers: { location: rule.to } });
    case 'cut-midway':
    case 'stall-midway':
      return reply(work());
  }
}
