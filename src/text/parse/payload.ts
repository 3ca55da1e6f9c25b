/**
 * Slack's payloads as they come: of any shape. What is not of the shape asked for reads as absent, so that a field
 * Slack adds or changes tomorrow costs that field and not the message.
 */
export type Payload = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is something else. */
export function asPayload(value: unknown): Payload {
  return isPayload(value) ? value : {};
}

export const isPayload = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A string; numbers as written, anything else as ''. */
export function stringAt(payload: Payload, key: string): string {
  const value = payload[key];
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
}

/** A finite number, also where Slack wrote it as a string. */
export function numberAt(payload: Payload, key: string): number | undefined {
  const value = payload[key];
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** An array's elements; none when it is no array. */
export function arrayAt(payload: Payload, key: string): readonly unknown[] {
  const value: unknown = payload[key];
  return Array.isArray(value) ? value : [];
}

export const payloadAt = (payload: Payload, key: string): Payload => asPayload(payload[key]);

/** Deeper nesting than this is no message any client of Slack shows; it is read no further. */
export const deepest = 16;
