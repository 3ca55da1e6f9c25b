import type { Failure } from '../failure.ts';

/** What every error of the portal is built from. Texts must be free of secrets before they come here. */
export interface PortalErrorFacts {
  /** One sentence for a person: the method, the host, and what the portal said. */
  readonly message: string;
  /** The portal's error code in its own spelling, Node's or undici's for a broken line, or one of ours (`NOT_JSON`, `TIMEOUT`, …). */
  readonly code: string;
  readonly method: string;
  readonly host: string;
  readonly advice: string;
  readonly status?: number | undefined;
  readonly description?: string | undefined;
  readonly retryAt?: number | undefined;
  readonly answer?: Record<string, unknown> | undefined;
  readonly cause?: Error | undefined;
}

/**
 * Base of everything that can go wrong between us and a portal. One subclass for each failure class, so both
 * `error.failure` and `instanceof` tell what may follow. Neither a field, the cause nor the stack holds a secret.
 */
export abstract class PortalError extends Error {
  abstract readonly failure: Failure;
  readonly code: string;
  readonly method: string;
  /** The portal's host; empty when the trouble was found before a portal was involved. */
  readonly host: string;
  /** HTTP status, when there was an answer. */
  readonly status: number | undefined;
  /** The portal's own words, scrubbed and shortened. */
  readonly description: string | undefined;
  /** What an operator does about it, one or two sentences. */
  readonly advice: string;
  /** When a limit ends, in milliseconds since the epoch, if the portal said so. */
  readonly retryAt: number | undefined;
  /** The answer map as the portal gave it, scrubbed. */
  readonly answer: Record<string, unknown> | undefined;

  constructor(facts: PortalErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.name;
    this.code = facts.code;
    this.method = facts.method;
    this.host = facts.host;
    this.status = facts.status;
    this.description = facts.description;
    this.advice = facts.advice;
    this.retryAt = facts.retryAt;
    this.answer = facts.answer;
  }
}
