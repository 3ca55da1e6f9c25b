import type { Block } from './attach-blocks.ts';

export * from './attach-blocks.ts';

/** Colour of the line beside an attachment. */
export type AttachColor = 'primary' | 'secondary' | 'alert' | 'base';

/** An attachment as the portal takes it. */
export interface Attach {
  readonly COLOR_TOKEN: AttachColor;
  /** The same colour for portals older than colour tokens (im 24.900 ignores them). */
  readonly COLOR: string;
  readonly BLOCKS: readonly Record<string, unknown>[];
}

/** The portal refuses an attachment of this many characters or more (`ATTACH_OVERSIZE`). */
export const ATTACH_LIMIT = 60_000;

/** The portal counts its own re-encoding, which adds defaults to blocks; nobody knows how many, so this much stays free. */
const RESERVE = 3_000;

const colors: Record<AttachColor, string> = {
  primary: '#29619b',
  secondary: '#8f9499',
  alert: '#d9363e',
  base: '#c6cdd3',
};

/**
 * An attachment of these blocks, made by `attach-blocks.ts` or given as the portal documents them. Backslash pairs in texts are broken by a zero-width space, for the portal turns `\n`, `\t`,
 * `\"` and `\\` in every string into what they stand for, even in a real object: `C:\new` would become two lines (module source:
 * `im_message_param.php`). In addresses the backslash becomes `%5C`.
 */
export function attach(blocks: readonly (Block | Record<string, unknown>)[], color: AttachColor = 'primary'): Attach {
  return { COLOR_TOKEN: color, COLOR: colors[color], BLOCKS: blocks.map(keepInMap) };
}

/**
 * Length of an attachment as the portal may count it at worst: characters of its own PHP `json_encode`, which writes `/` as
 * two, `< > & '` and a quotation mark inside a text as six (module source: `main/lib/web/json.php`), and on older portals
 * every UTF-16 unit outside ASCII as six.
 */
export function attachLength(attachment: Attach): number {
  const json = JSON.stringify(attachment);
  let length = json.length;
  for (const [piece] of json.matchAll(/\\.|[<>&'/\u0080-\uffff]/g)) {
    if (piece === '/') length += 1;
    else if (piece === '\\"') length += 4;
    else if (!piece.startsWith('\\')) length += 5;
  }
  return length;
}

/** Is it certainly small enough? */
export function attachFits(attachment: Attach): boolean {
  return attachLength(attachment) < ATTACH_LIMIT - RESERVE;
}

const addressKeys = new Set(['LINK', 'PREVIEW', 'AVATAR']);

function keepInMap(map: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, keepBackslashes(value, key)]));
}

function keepBackslashes(value: unknown, key: string): unknown {
  if (typeof value === 'string') return addressKeys.has(key) ? value.replaceAll('\\', '%5C') : breakPairs(value);
  if (Array.isArray(value)) return value.map((item) => keepBackslashes(item, key));
  return typeof value === 'object' && value !== null ? keepInMap(value) : value;
}

function breakPairs(text: string): string {
  return text.replace(/\\(?=[nt"\\])/g, '\\\u200B');
}
