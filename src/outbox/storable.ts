/**
 * A text that both databases and the portal take: PostgreSQL refuses a zero byte, and half a surrogate pair can be
 * written neither in UTF-8 nor in an address.
 */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** How JSON writes what has to be taken out; a person may have typed it that way, too. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/;

/** The same for every text inside a value. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!SUSPICIOUS.test(json)) return json;
  return JSON.stringify(value, (_, part) => (typeof part === 'string' ? storable(part) : part));
}
