/**
 * What a sender and an operator call a request by: the end of its ID, short enough to be read out. The log, the sender's
 * message and `b24notify outbox show` know it.
 */
export function referenceOf(requestId: string): string {
  return requestId.slice(-REFERENCE_LENGTH);
}

/** Of the 80 random bits of an ID, 40: two of a million requests share one with a chance below one half. */
const REFERENCE_LENGTH = 8;

export function isReference(id: string): boolean {
  return id.length === REFERENCE_LENGTH && /^[0-9a-z]+$/.test(id);
}
