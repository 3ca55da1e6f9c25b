import type { Command } from './misbehaviour.ts';
import type { Parameters } from './php-value.ts';

/** One HTTP request as it reached the portal. */
export interface LoggedRequest {
  /** The portal's clock, milliseconds. */
  at: number;
  verb: string;
  /** Path and query. */
  path: string;
  /** The method in lower case; `oauth/token`, `upload` or `download` for those addresses, `page` for the rest. */
  method: string;
  /** Names in upper case, without the portal's own (`auth`, `start` …). */
  parameters: Parameters;
  batched: boolean;
  /** The commands of a batch as they came, before substitution. */
  commands: readonly Command[];
  userAgent: string | undefined;
  contentType: string | undefined;
  authorization: string | undefined;
  /** What was answered: nothing yet, a status, or a cut line. */
  status: number | 'cut' | undefined;
}

interface Waiter {
  check: () => boolean;
  resolve: () => void;
}

/** Everything that was asked of the portal, and those who wait for something to be asked. */
export class RequestLog {
  readonly requests: LoggedRequest[] = [];
  #waiters: Waiter[] = [];

  add(request: LoggedRequest): LoggedRequest {
    this.requests.push(request);
    this.changed();
    return request;
  }

  settle(request: LoggedRequest, status: number | 'cut'): void {
    request.status = status;
    this.changed();
  }

  /** Everybody who waits looks again. */
  changed(): void {
    const met = this.#waiters.filter((waiter) => waiter.check());
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter));
    for (const waiter of met) waiter.resolve();
  }

  /** Resolves when `check` is true: now, or after some later request. */
  wait(check: () => boolean, timeoutMs: number): Promise<void> {
    if (check()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters = this.#waiters.filter((waiter) => waiter !== waiting);
        const seen = this.requests.map(({ method, status }) => `${method} ${status ?? '…'}`).join(', ');
        reject(new Error(`The sandbox portal waited ${timeoutMs} ms in vain; it was asked: ${seen || 'nothing'}`));
      }, timeoutMs);
      const waiting: Waiter = {
        check,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#waiters.push(waiting);
    });
  }
}
