import type { Value } from './php-value.ts';

/** PHP drops what comes after this many variables (`max_input_vars`), without a word. */
const MAX_INPUT_VARS = 1000;

type Tree = Map<string, Tree | string>;

/**
 * Reads a form body, a query string or the part of a batch command after the question mark as PHP's parse_str() does:
 * every value is a string, nesting comes from bracket keys alone, and the thousand-and-first variable is gone.
 */
export function parseStr(source: string): { [name: string]: Value } {
  const root: Tree = new Map();
  const pieces = source.split('&').filter((piece) => piece !== '');
  for (const piece of pieces.slice(0, MAX_INPUT_VARS)) {
    const sign = piece.indexOf('=');
    const name = percentDecode(sign < 0 ? piece : piece.slice(0, sign));
    assign(root, keyPath(name), sign < 0 ? '' : percentDecode(piece.slice(sign + 1)));
  }
  return Object.fromEntries([...root].map(([key, value]) => [key, plain(value)]));
}

/** Decodes `+` and `%41` byte by byte, so that a broken sequence spoils one character and not the request. */
export function percentDecode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  const bytes = Buffer.from(spaced, 'utf8');
  const decoded: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const hex = bytes[at] === 0x25 ? bytes.toString('latin1', at + 1, at + 3) : '';
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      decoded.push(Number.parseInt(hex, 16));
      at += 2;
    } else {
      decoded.push(bytes[at] ?? 0);
    }
  }
  return Buffer.from(decoded).toString('utf8');
}

function keyPath(name: string): string[] {
  const trimmed = name.replace(/^ +/, '');
  const bracket = trimmed.indexOf('[');
  const head = (bracket < 0 ? trimmed : trimmed.slice(0, bracket)).replace(/[ .]/g, '_');
  if (bracket <= 0) return [head];
  const rest = [...trimmed.slice(bracket).matchAll(/\[([^\]]*)\]/g)];
  if (rest.length === 0) return [trimmed.replace(/[ .[]/g, '_')];
  return [head, ...rest.map((match) => match[1] ?? '')];
}

function assign(root: Tree, path: string[], value: string): void {
  let tree = root;
  path.forEach((step, index) => {
    const key = index > 0 && step === '' ? nextIndex(tree) : step;
    if (key === '') return;
    if (index === path.length - 1) {
      tree.set(key, value);
      return;
    }
    const below = tree.get(key);
    const next: Tree = below instanceof Map ? below : new Map();
    if (next !== below) tree.set(key, next);
    tree = next;
  });
}

function nextIndex(tree: Tree): string {
  const used = [...tree.keys()].filter((key) => /^\d+$/.test(key)).map(Number);
  return String(used.length === 0 ? 0 : Math.max(...used) + 1);
}

function plain(value: Tree | string): Value {
  if (typeof value === 'string') return value;
  const keys = [...value.keys()];
  const items = [...value.values()].map(plain);
  if (keys.every((key, index) => key === String(index))) return items;
  return Object.fromEntries(keys.map((key, index) => [key, items[index] ?? null]));
}
