import { isRecord, type Value } from './php-value.ts';

/** What earlier commands of a batch left behind, by command name. */
export interface BatchResults {
  result: { [command: string]: Value };
  next: { [command: string]: Value };
  total: { [command: string]: Value };
  time: { [command: string]: Value };
  error: { [command: string]: Value };
}

/**
 * Replaces `$result[…]`, `$next[…]`, `$total[…]`, `$time[…]` and `$error[…]` in every decoded value of a batch command.
 * The portal does it to all text, also to text that people wrote (module source: rest/classes/general/rest_util.php).
 *
 * The pattern runs from the word to the next ASCII blank, so a zero-width character between the word and the bracket
 * does not stop it; one right after the `$` does. Keys that do not exist leave what was reached so far: a value that is
 * nothing but the pattern can become a whole array, or null when the word is not in lower case.
 */
export function substitute(value: Value, results: BatchResults): Value {
  if (Array.isArray(value)) return value.map((item) => substitute(item, results));
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, results)]));
  }
  return typeof value === 'string' ? substituteText(value, results) : value;
}

function substituteText(text: string, results: BatchResults): Value {
  const known = new Map<string, Value>(Object.entries(results));
  let replaced = text;
  for (const match of text.matchAll(/\$(result|next|total|time|error)([^ \t\n\v\f\r]*)/gi)) {
    const [whole, word = '', tail = ''] = match;
    const path = [...tail.matchAll(/\[([^\]]+)\]/g)].map((step) => step[1] ?? '');
    if (path.length === 0) continue;
    const found = follow(known.get(word) ?? null, path);
    if (whole === text) return found;
    if (typeof found === 'string' || typeof found === 'number')
      replaced = replaced.replaceAll(whole, () => String(found));
  }
  return replaced;
}

function follow(start: Value, path: string[]): Value {
  let reached = start;
  for (const key of path) {
    const next = at(reached, key);
    if (next === undefined || next === null) break;
    reached = next;
  }
  return reached;
}

function at(value: Value, key: string): Value | undefined {
  if (typeof value === 'string') return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
