import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** What the portal answered to a method that succeeded. */
export interface Answer {
  readonly result: unknown;
  readonly time?: AnswerTime;
  /** Where the next page of a list begins. */
  readonly next?: number;
  /** How many a list has in all. */
  readonly total?: number;
  /** The answer map as the portal gave it (credentials in it are masked). */
  readonly raw: Record<string, unknown>;
}

/** Every field may be absent: self-hosted portals leave some out. */
export interface AnswerTime {
  /** Seconds the portal spent on the call. */
  readonly duration?: number;
  /** Seconds this method used up in the last ten minutes. */
  readonly operating?: number;
  /** When the oldest minute of that drops out, in milliseconds since the epoch. */
  readonly operatingResetAt?: number;
}

/** A refusal in the portal's words. */
export interface Refusal {
  /** Empty when the portal sent an `error` key without a value. */
  readonly code: string;
  readonly description?: string;
  readonly retryAt?: number;
  readonly answer: Record<string, unknown>;
}

/** What a complete HTTP answer says. */
export type Reading =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** No JSON object at all: a page of a proxy, a half answer. */
  | {
      readonly kind: 'not understood';
      readonly code: string;
      readonly description?: string;
      readonly retryAt?: number;
    };

const map = z.record(z.string(), z.unknown());
const number = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)])
  .transform(Number)
  .optional()
  .catch(undefined);
const timing = z.object({ duration: number, operating: number, operating_reset_at: number }).catch({});
const envelope = z.object({ next: number, total: number, operating_reset_at: number });
// REST v3 and a few gateways send the error as an object.
const errorObject = z.object({ code: z.coerce.string().catch(''), message: z.string().optional().catch(undefined) });

/** Reads one complete HTTP answer. Pure; `now` (ms) is needed for a `Retry-After` in seconds. */
export function readAnswer(status: number, headers: IncomingHttpHeaders, body: string, now: number): Reading {
  const retryAt = readRetryAfter(headers['retry-after'], now);
  const parsed = parseMap(body);
  if (parsed === undefined) return notUnderstood('NOT_JSON', pageTitle(body), retryAt);
  if ('error' in parsed) return { kind: 'refused', refusal: readRefusal(parsed, retryAt) };
  if (status < 200 || status >= 300) return notUnderstood(`HTTP_${status}`, undefined, retryAt);
  if (!('result' in parsed)) return notUnderstood('NO_RESULT', undefined, retryAt);
  return { kind: 'answer', answer: answerFrom(parsed) };
}

/** An answer from its map; also used for the commands of a batch. */
export function answerFrom(raw: Record<string, unknown>): Answer {
  const { next, total } = envelope.parse(raw);
  return {
    result: raw.result,
    ...('time' in raw ? { time: readTime(raw.time) } : {}),
    ...(next === undefined ? {} : { next }),
    ...(total === undefined ? {} : { total }),
    raw,
  };
}

/** A refusal from an answer map that has an `error` key. */
export function readRefusal(raw: Record<string, unknown>, retryAfter?: number): Refusal {
  const asObject = errorObject.safeParse(raw.error);
  const code = asObject.success ? asObject.data.code : isScalar(raw.error) ? String(raw.error).trim() : '';
  const words = asObject.success ? asObject.data.message : raw.error_description;
  const description = typeof words === 'string' && words.trim() !== '' ? words.trim() : undefined;
  const resetAt = readTime(raw.time).operatingResetAt ?? fromSeconds(envelope.parse(raw).operating_reset_at);
  const retryAt = resetAt ?? retryAfter;
  return {
    code,
    ...(description === undefined ? {} : { description }),
    ...(retryAt === undefined ? {} : { retryAt }),
    answer: raw,
  };
}

/** `time` of an answer; PHP writes an empty one as `[]`. */
function readTime(time: unknown): AnswerTime {
  const { duration, operating, operating_reset_at } = timing.parse(time);
  const operatingResetAt = fromSeconds(operating_reset_at);
  return {
    ...(duration === undefined ? {} : { duration }),
    ...(operating === undefined ? {} : { operating }),
    ...(operatingResetAt === undefined ? {} : { operatingResetAt }),
  };
}

function parseMap(body: string): Record<string, unknown> | undefined {
  try {
    return map.safeParse(JSON.parse(body.replace(/^\uFEFF/, ''))).data;
  } catch {
    return undefined;
  }
}

function notUnderstood(code: string, description?: string, retryAt?: number): Reading {
  return {
    kind: 'not understood',
    code,
    ...(description === undefined ? {} : { description }),
    ...(retryAt === undefined ? {} : { retryAt }),
  };
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function fromSeconds(seconds: number | undefined): number | undefined {
  return seconds === undefined || seconds <= 0 ? undefined : seconds * 1000;
}

/** A page's title says in a few words who answered instead of the portal ("502 Bad Gateway"). */
function pageTitle(body: string): string | undefined {
  const title = /<title[^>]*>([^<]{1,200})/i.exec(body)?.[1]?.replace(/\s+/g, ' ').trim();
  return title === '' ? undefined : title;
}

function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return now + Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : date;
}
