import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExchangeFault } from './misbehaviour.ts';
import { errorReply, htmlReply, type Reply, redirectReply, send } from './reply.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';

/** One request and the answer that is on its way. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  logged: LoggedRequest;
  log: RequestLog;
  stopping: AbortSignal;
}

/** Answers with what `work` makes, or in the manner of the fault. */
export async function answer(exchange: Exchange, work: () => Promise<Reply>, fault?: ExchangeFault): Promise<void> {
  const { stopping } = exchange;
  if (fault === undefined) return deliver(exchange, await work());
  const when = 'when' in fault ? (fault.when ?? 'before') : 'before';
  switch (fault.kind) {
    case 'delay': {
      if (when === 'before') await sleep(fault.ms, undefined, { signal: stopping });
      const reply = await work();
      if (when === 'after') await sleep(fault.ms, undefined, { signal: stopping });
      return deliver(exchange, reply);
    }
    case 'slowBody':
      return deliver(exchange, await work(), () => sleep(fault.ms, undefined, { signal: stopping }));
    case 'truncate': {
      const reply = await work();
      const text = typeof reply.body === 'string' ? reply.body : '';
      return deliver(exchange, { ...reply, body: text.slice(0, text.length / 2) });
    }
    default:
      if (when === 'after') await work();
  }
  switch (fault.kind) {
    case 'hang':
      return;
    case 'cut':
      exchange.request.socket.destroy();
      exchange.log.settle(exchange.logged, 'cut');
      return;
    case 'status':
      return deliver(exchange, statusReply(fault.status, fault.body ?? 'json'));
    case 'html':
      return deliver(exchange, htmlReply(200, 'The portal is busy'));
    case 'limit':
      return deliver(exchange, tooManyRequests());
    case 'redirect':
      return deliver(exchange, redirectReply(fault.to ?? '/auth/?login=yes'));
  }
}

export function tooManyRequests(): Reply {
  return errorReply(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests');
}

async function deliver(exchange: Exchange, reply: Reply, between?: () => Promise<void>): Promise<void> {
  // What is left of the body is read, so that the caller can finish writing and then read the answer.
  exchange.request.resume();
  await send(exchange.response, reply, between);
  exchange.log.settle(exchange.logged, reply.status);
}

function statusReply(status: number, body: 'json' | 'html' | 'empty'): Reply {
  if (body === 'json') return errorReply(status, 'INTERNAL_SERVER_ERROR', 'Internal server error');
  if (body === 'html') return htmlReply(status, `${status} error`);
  return { status, headers: {}, body: '' };
}
