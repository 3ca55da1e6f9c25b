import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { errorCode } from './scrub.ts';

/** One POST. */
export interface Posting {
  readonly url: URL;
  readonly headers: Record<string, string>;
  /** A stream goes out as it comes in; it is destroyed when the exchange ends before it did. */
  readonly body: string | Readable;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** The connection stands and the request begins to go out, so many milliseconds after it was asked for. */
  readonly onBegun?: ((afterMs: number) => void) | undefined;
}

/** How it went: an answer; or none, and then whether the request can have reached the other side. */
export type Exchange =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
  | { readonly kind: 'not sent'; readonly code: string; readonly cause: Error }
  | { readonly kind: 'lost'; readonly code: string; readonly cause: Error };

/** Far above any answer we ask for, far below what would hurt the process. */
const LARGEST_ANSWER = 32 * 1024 * 1024;

/**
 * Sends one POST, once, and never repeats or follows anything. The time limit counts from the call to the answer's last byte.
 *
 * undici calls `onRequestStart` on a connected socket right before it writes the first byte, and gives up unwritten what is
 * aborted in there (`lib/dispatcher/client-h1.js`). So that call is the line between "certainly not sent" and "may have
 * arrived", whatever error comes later: a kept-alive socket the server closed meanwhile is on the far side of it.
 */
export function exchange(dispatcher: Dispatcher, posting: Posting): Promise<Exchange> {
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | undefined;
    let settled = false;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let size = 0;
    const chunks: Buffer[] = [];
    const askedAt = performance.now();

    function settle(outcome: Exchange): void {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      if (typeof posting.body !== 'string') posting.body.destroy();
      posting.signal?.removeEventListener('abort', onAbort);
      resolve(outcome);
    }
    function fail(code: string, cause: Error): void {
      settle({ kind: controller === undefined ? 'not sent' : 'lost', code, cause });
    }
    function give(code: string, why: string): void {
      const cause = new Error(why);
      fail(code, cause);
      controller?.abort(cause);
    }
    function onAbort(): void {
      give('ABORTED', 'The call was cancelled.');
    }
    const timer = setTimeout(
      () => give('TIMEOUT', `No complete answer within ${posting.timeoutMs} ms.`),
      posting.timeoutMs,
    );
    if (posting.signal?.aborted) return onAbort();
    posting.signal?.addEventListener('abort', onAbort);

    const options: Dispatcher.DispatchOptions = {
      origin: posting.url.origin,
      path: posting.url.pathname + posting.url.search,
      method: 'POST',
      headers: posting.headers,
      body: posting.body,
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        if (settled) given.abort(new Error('Given up before it was sent.'));
        else {
          controller = given;
          posting.onBegun?.(performance.now() - askedAt);
        }
      },
      onResponseStart(_, statusCode, given) {
        status = statusCode;
        headers = given;
      },
      onResponseData(_, chunk) {
        size += chunk.length;
        if (size > LARGEST_ANSWER) give('ANSWER_TOO_LARGE', `The answer is larger than ${LARGEST_ANSWER} bytes.`);
        else chunks.push(chunk);
      },
      onResponseEnd() {
        settle({ kind: 'answered', status, headers, body: Buffer.concat(chunks).toString('utf8') });
      },
      onResponseError(_, error) {
        fail(errorCode(error) ?? 'CONNECTION_LOST', error);
      },
    };
    try {
      dispatcher.dispatch(options, handler);
    } catch (error) {
      fail(errorCode(error) ?? 'NOT_DISPATCHED', error instanceof Error ? error : new Error(String(error)));
    }
  });
}
