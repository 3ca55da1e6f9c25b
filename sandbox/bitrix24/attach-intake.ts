import { storeBlocks } from './attach-blocks.ts';
import { htmlToBBCode } from './message-intake.ts';
import { isRecord, isTruthy, scalarText, trim, type Value, valuesOf } from './php-value.ts';
import { Refusal } from './refusal.ts';

/** Characters of the portal's own re-encoding from which an attachment is refused. */
export const ATTACH_LIMIT = 60_000;

/** One block under its single key, as the portal keeps it. */
export type StoredBlock = { [type: string]: Value };

/** An attachment after the portal's drops and unescaping. */
export type StoredAttach = {
  ID: number;
  COLOR_TOKEN: string;
  COLOR: string;
  DESCRIPTION: string;
  BLOCKS: StoredBlock[];
};

const COLOR_TOKENS = ['primary', 'secondary', 'alert', 'base'];

/**
 * What the portal keeps of an ATTACH, which may come as an object, as the bare array of blocks, or as the JSON text of
 * either; null when there is nothing to attach (module source: im/classes/general/im_message_param.php).
 *
 * @param limit characters of the re-encoded attachment that are already too many
 * @throws {Refusal} ATTACH_ERROR when it can't be understood or no valid block is left, ATTACH_OVERSIZE at the limit
 */
export function storeAttach(raw: Value | undefined, limit: number = ATTACH_LIMIT): StoredAttach | null {
  if (!isTruthy(raw)) return null;
  const decoded = typeof raw === 'string' ? parseJson(raw) : raw;
  if (typeof decoded !== 'object' || decoded === null) throw notUnderstood();
  const attach = unescapePairs(decoded);
  const head = isRecord(attach) && attach.BLOCKS !== undefined && attach.BLOCKS !== null ? attach : {};
  const blocks = storeBlocks(valuesOf(head.BLOCKS ?? attach));
  if (blocks.length === 0) throw notUnderstood();
  const stored: StoredAttach = {
    ID: Math.floor(Date.now() / 1000),
    COLOR_TOKEN: COLOR_TOKENS.find((token) => token === head.COLOR_TOKEN) ?? 'base',
    COLOR: storeColor(head.COLOR),
    DESCRIPTION: storeDescription(head.DESCRIPTION, blocks),
    BLOCKS: blocks.map(({ block }) => block),
  };
  if (encodedLength(stored) >= limit) {
    throw new Refusal(400, 'ATTACH_OVERSIZE', 'You have exceeded the maximum allowable size of attach');
  }
  return stored;
}

/**
 * Characters of the portal's own re-encoding, at its longest: PHP writes every slash as `\/`, hides `< > & '` and a
 * quotation mark inside of a text behind six characters each (`JSON_HEX_…`), and in older versions every UTF-16 unit beyond
 * ASCII too (module source: main/lib/web/json.php; im/classes/general/im_message_param.php, GetJSON).
 */
export function encodedLength(attach: StoredAttach): number {
  return JSON.stringify(attach)
    .replaceAll('/', '\\/')
    .replace(/\\"|[<>&'\u0080-\uffff]/g, '\\u0000').length;
}

/**
 * The replacements run one after another over every string, so `C:\new` becomes `C:`, a line break and `ew`, and
 * doubling the backslash does not help.
 */
function unescapePairs(value: Value): Value {
  if (typeof value === 'string') {
    return value.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  }
  if (Array.isArray(value)) return value.map(unescapePairs);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unescapePairs(item)]));
}

function parseJson(text: string): Value {
  try {
    const value: Value = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

/** An unknown colour is replaced by one of the portal's own, at random there, always the same one here. */
function storeColor(color: Value | undefined): string {
  if (color === 'TRANSPARENT') return 'transparent';
  if (color === undefined || color === 'CHAT') return 'CHAT';
  return typeof color === 'string' && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(color) ? color : '#aac337';
}

function storeDescription(value: Value | undefined, blocks: ReturnType<typeof storeBlocks>): string {
  const described = blocks.findLast(({ description }) => description !== undefined)?.description;
  if (described !== undefined) return described;
  const text = scalarText(value) ?? '';
  if (text === 'SKIP_MESSAGE') return text;
  if (text !== 'FIRST_MESSAGE') return trim(htmlToBBCode(text.replace(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/g, ' ')));
  const first = blocks.find(({ block }) => typeof block.MESSAGE === 'string')?.block.MESSAGE;
  return typeof first === 'string' ? first : '';
}

function notUnderstood(): Refusal {
  return new Refusal(400, 'ATTACH_ERROR', 'Incorrect attach params');
}
