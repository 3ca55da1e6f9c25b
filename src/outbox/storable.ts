/**
 * A text that both databases and the portal take: PostgreSQL refuses a zero byte, and half a surrogate pair can be
 * written neither in UTF-8 nor in an address.
 */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** The same for every text inside a value. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'string' ? storable(part) : part));
}
