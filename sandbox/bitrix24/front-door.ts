import type { IncomingMessage, ServerResponse } from 'node:http';
import { openPage } from './drive/pages.ts';
import { answer, type Exchange, tooManyRequests } from './exchange.ts';
import type { Workshop } from './execute.ts';
import { giveDownload, pageReply, takeUpload } from './file-transfer.ts';
import { type Fault, isExchangeFault, type Misbehaviours } from './misbehaviour.ts';
import { refreshTokens } from './oauth.ts';
import { htmlReply, type Reply } from './reply.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import { readCarried } from './request-parameters.ts';
import { batchCommands, callMethod, type RestRequest, restAddress } from './rest.ts';
import { readBody } from './server.ts';

/** What every request to the portal meets. */
export interface FrontDoor {
  workshop: Workshop;
  misbehaviours: Misbehaviours;
  log: RequestLog;
  refusedByRate(): void;
}

/** Logs the request, refuses it when it has to be refused, and has it answered, well or in the manner of a rule. */
export async function receive(request: IncomingMessage, response: ServerResponse, door: FrontDoor): Promise<void> {
  const address = new URL(request.url ?? '/', 'http://portal');
  const rest = /^\/rest\/(.+)$/.exec(address.pathname)?.[1];
  const at = rest === undefined ? undefined : restAddress(rest);
  const method = at?.method ?? (address.pathname.startsWith('/oauth/token') ? 'oauth/token' : 'page');
  // A file on its way in is not read before it is known where it goes.
  const body = method === 'upload' ? Buffer.alloc(0) : await readBody(request);
  const carried = readCarried(address.search.slice(1), request.headers['content-type'], body);
  const restRequest: RestRequest = {
    ...carried,
    method,
    webhook: at?.webhook,
    authorization: request.headers.authorization,
    cookie: request.headers.cookie,
  };
  const commands = batchCommands(restRequest);
  const logged = door.log.add(logOf(request, restRequest, commands, door));
  const exchange: Exchange = { request, response, logged, log: door.log, stopping: door.workshop.stopping };

  const turnedAway = turnAway(request, rest !== undefined, door);
  if (turnedAway !== undefined) return answer(exchange, async () => turnedAway);
  const fault = door.misbehaviours.forRequest(restRequest, commands);
  const exchangeFault = fault !== undefined && isExchangeFault(fault) ? fault : undefined;
  try {
    await answer(exchange, () => work(request, address, restRequest, door, fault), exchangeFault);
  } catch (error) {
    door.log.settle(logged, 'cut');
    throw error;
  }
}

async function work(
  incoming: IncomingMessage,
  address: URL,
  request: RestRequest,
  { workshop }: FrontDoor,
  fault: Fault | undefined,
): Promise<Reply> {
  const { portal } = workshop;
  switch (request.method) {
    case 'page':
      return pageReply(openPage(address, portal.access.sessionOf(request.cookie), portal));
    case 'oauth/token':
      return refreshTokens(request.parameters, portal.access, portal.url, portal.now);
    case 'upload':
      return takeUpload(incoming, request, portal);
    case 'download':
      return giveDownload(request, portal);
    default:
      return callMethod(request, workshop, fault);
  }
}

/** Before anything is looked at: some portals refuse a client without a name, REST knows GET and POST, and the rate. */
function turnAway(request: IncomingMessage, isRest: boolean, door: FrontDoor): Reply | undefined {
  if (request.headers['user-agent'] === undefined) return htmlReply(403, 'Forbidden');
  if (request.method !== 'GET' && request.method !== 'POST') return htmlReply(405, 'Method not allowed');
  if (!isRest || door.workshop.portal.bucket === undefined) return undefined;
  if (door.workshop.portal.bucket.admit(request.socket.remoteAddress ?? '')) return undefined;
  door.refusedByRate();
  return tooManyRequests();
}

function logOf(
  request: IncomingMessage,
  { method, parameters }: RestRequest,
  commands: LoggedRequest['commands'],
  door: FrontDoor,
): LoggedRequest {
  return {
    at: door.workshop.portal.now(),
    verb: request.method ?? '',
    path: request.url ?? '',
    method,
    parameters,
    batched: method === 'batch',
    commands,
    userAgent: request.headers['user-agent'],
    contentType: request.headers['content-type'],
    authorization: request.headers.authorization,
    status: undefined,
  };
}
