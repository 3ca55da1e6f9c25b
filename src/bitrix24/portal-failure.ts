import { adviceFor, type Mode } from './advice.ts';
import type { Reading, Refusal } from './answer.ts';
import type { PortalError } from './errors/portal-error.ts';
import { portalErrorOf } from './errors/portal-error-of.ts';
import type { Exchange } from './exchange.ts';
import { classify, classifyStatus, type Failure } from './failure.ts';
import { scrub, scrubCause, scrubMap } from './scrub.ts';

/** The call an error is about. */
export interface CallContext {
  readonly method: string;
  readonly host: string;
  readonly mode: Mode;
  /** Values that must not show in the error. */
  readonly secrets?: Iterable<string>;
}

const LONGEST_DESCRIPTION = 500;

interface Trouble {
  readonly failure: Failure;
  readonly code: string;
  /** What happened, as the end of the sentence "`method` at `host` …". */
  readonly what: string;
  readonly status?: number | undefined;
  readonly description?: string | undefined;
  readonly retryAt?: number | undefined;
  readonly answer?: Record<string, unknown> | undefined;
  readonly cause?: Error | undefined;
}

/** A typed error about a call. Everything from outside is scrubbed here, so nowhere else has to remember it. */
export function callError(context: CallContext, trouble: Trouble): PortalError {
  const secrets = [...(context.secrets ?? [])];
  const clean = (text: string) => scrub(text, secrets);
  const said = trouble.description === undefined ? undefined : shorten(clean(trouble.description));
  const sentence = `${context.method} at ${context.host} ${trouble.what}${said === undefined ? '' : `: ${said}`}`;
  return portalErrorOf(trouble.failure, {
    message: /[.!?]$/.test(sentence) ? clean(sentence) : `${clean(sentence)}.`,
    code: clean(trouble.code),
    method: context.method,
    host: context.host,
    advice: adviceFor(trouble.code, trouble.failure, context.mode),
    status: trouble.status,
    description: said,
    retryAt: trouble.retryAt,
    answer: trouble.answer === undefined ? undefined : scrubMap(trouble.answer, secrets),
    cause: trouble.cause === undefined ? undefined : scrubCause(trouble.cause, secrets),
  });
}

/**
 * The portal keeps the work time of ten minutes by the minute, so a block ends when a minute drops out. The refusal itself does
 * not say when (module source: `rest/classes/general/rest.php`, `outputError`), only some versions do.
 */
const WORK_TIME_STEP = 60_000;

/** The portal refused. Without a status it is one command of a batch. `now`: milliseconds since the epoch. */
export function refusalError(
  context: CallContext,
  refusal: Refusal,
  status?: number,
  now: number = Date.now(),
): PortalError {
  const isWorkTime = refusal.code.toUpperCase() === 'OPERATION_TIME_LIMIT';
  const failure = classify(refusal.code, status);
  return callError(context, {
    failure,
    code: refusal.code === '' ? 'EMPTY_ERROR' : refusal.code,
    what: refusal.code === '' ? 'was refused without an error code' : `was refused with ${refusal.code}`,
    status,
    description: refusal.description,
    // Only a limit has an end; other errors carry the same time fields without meaning it.
    retryAt: failure === 'limited' ? (refusal.retryAt ?? (isWorkTime ? now + WORK_TIME_STEP : undefined)) : undefined,
    answer: refusal.answer,
  });
}

/** Something answered that is not the portal's REST interface, or only half of it. */
export function notUnderstoodError(
  context: CallContext,
  reading: Extract<Reading, { kind: 'not understood' }>,
  status: number,
): PortalError {
  const failure = classifyStatus(status);
  const what = {
    NOT_JSON: `was answered with something that is not JSON (HTTP ${status})`,
    NO_RESULT: 'was answered without a result',
  }[reading.code];
  return callError(context, {
    failure,
    code: reading.code,
    what: what ?? `failed with HTTP ${status}`,
    status,
    description: reading.description,
    retryAt: failure === 'limited' ? reading.retryAt : undefined,
  });
}

/** There was no complete answer. */
export function brokenError(context: CallContext, broken: Exclude<Exchange, { kind: 'answered' }>): PortalError {
  const failure = broken.kind === 'not sent' ? 'not sent' : 'unknown';
  const what = broken.kind === 'not sent' ? 'was not sent' : 'was sent, but no complete answer came back';
  return callError(context, {
    failure,
    code: broken.code,
    what: `${what} (${broken.code})`,
    description: broken.cause.message,
    cause: broken.cause,
  });
}

/** The answer is well formed, but its result is not what the method promises. */
export function badResultError(context: CallContext, expected: string, answer: Record<string, unknown>): PortalError {
  return callError(context, {
    failure: 'unknown',
    code: 'BAD_RESULT',
    what: `was answered with a result that is not ${expected}`,
    answer,
  });
}

/** The credentials are taken, and lack a right that the bot cannot do without. */
export function missingRightError(context: CallContext, right: string): PortalError {
  return callError(context, {
    failure: 'credentials',
    code: 'insufficient_scope',
    what: `does not name the right ${right}`,
  });
}

function shorten(text: string): string {
  return text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION)}…`;
}
