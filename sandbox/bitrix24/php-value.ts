/** What a request carries, and what an answer is made of: the values JSON and PHP have in common. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** The parameters of a call. Names at the top level are upper case: the portal takes them in any case. */
export type Parameters = { [name: string]: Value };

export function isRecord(value: unknown): value is { [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A PHP array in either of its JSON shapes, as its values in order. */
export function valuesOf(value: Value | undefined): Value[] {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.values(value) : [];
}

/** A PHP array in either of its JSON shapes, as pairs. */
export function entriesOf(value: Value | undefined): [string, Value][] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return isRecord(value) ? Object.entries(value) : [];
}

/** What PHP takes for true: an empty string, "0", 0, null and an empty array are false, the word "false" is true. */
export function isTruthy(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '' || value === '0') {
    return false;
  }
  return typeof value === 'object' ? valuesOf(value).length > 0 : true;
}

/** A scalar as PHP writes it; undefined for an array, where PHP would stop with a type error. */
export function scalarText(value: Value | undefined): string | undefined {
  if (value === undefined || value === null || value === false) return '';
  if (value === true) return '1';
  return typeof value === 'object' ? undefined : String(value);
}

/** A whole number, from a number or from text made of nothing but digits; 0 for everything else. */
export function wholeNumber(value: Value | undefined): number {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : 0;
  if (typeof value !== 'string' || !/^\s*-?\d+\s*$/.test(value)) return 0;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : 0;
}

/** PHP's trim(): ASCII blanks and the zero byte, but no other Unicode blanks. */
export function trim(text: string): string {
  return text.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
}

/**
 * How json_encode() writes a PHP array: an empty one, or one with the keys 0, 1, 2 …, is a JSON array, everything else
 * an object. That is why empty batch results come as `[]` and numeric command names lose their names.
 */
export function encodedArray(entries: Iterable<[string, Value]>): Value {
  const pairs = [...entries];
  const isList = pairs.every(([key], index) => key === String(index));
  return isList ? pairs.map(([, value]) => value) : Object.fromEntries(pairs);
}

export function upperCaseNames(parameters: { [name: string]: Value }): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.toUpperCase(), value]));
}
