import { emojiCharacters } from '../emoji.ts';
import { inlineOfToken, tokenEnd, visibleMrkdwn } from './mrkdwn-tokens.ts';

export const styleOf = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Mark = keyof typeof styleOf;
const isMark = (sign: string): sign is Mark => sign in styleOf;

/** Something found in the text: a run of it in one style, a mark that may open or close a style, or an inline of its own. */
export type Found =
  | { readonly kind: 'run'; readonly from: number; readonly to: number }
  | { readonly kind: 'mark'; readonly mark: Mark; role: 'text' | 'open' | 'close' }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'token'; readonly text: string }
  | { readonly kind: 'emoji'; readonly name: string; readonly unicode: string };

const special = /[*_~`<:\n]/g;
/**
 * What stands in mrkdwn text, in order, in one pass: each sign is looked at once, and what was searched for in vain on a
 * line is not searched for again. A mark opens before a letter and after none, closes after a letter and before none,
 * and stays on its line.
 */
export function scanned(words: string): Found[] {
  const found: Found[] = [];
  const open: (Found & { kind: 'mark' })[] = [];
  let from = 0;
  let noCodeBefore = 0;
  const endRun = (to: number): void => {
    if (to > from) found.push({ kind: 'run', from, to });
  };
  special.lastIndex = 0;
  for (let match = special.exec(words); match !== null; match = special.exec(words)) {
    const at = match.index;
    const sign = match[0];
    let next = at + 1;
    if (sign === '\n') {
      open.length = 0;
      continue;
    }
    if (sign === '<') {
      const end = tokenEnd(words, at);
      if (end < 0) continue;
      const token = words.slice(at + 1, end);
      if (inlineOfToken(token, {}) === undefined) continue;
      endRun(at);
      found.push({ kind: 'token', text: token });
      next = end + 1;
    } else if (sign === '`') {
      if (at < noCodeBefore) continue;
      const end = codeEnd(words, at);
      if (end.closes < 0) {
        noCodeBefore = end.searched;
        continue;
      }
      endRun(at);
      found.push({ kind: 'code', text: visibleMrkdwn(words.slice(at + 1, end.closes)) });
      next = end.closes + 1;
    } else if (sign === ':') {
      const name = emojiNameAt(words, at);
      const unicode = name === '' ? '' : emojiCharacters(name);
      if (unicode === '') continue;
      endRun(at);
      found.push({ kind: 'emoji', name, unicode });
      next = at + name.length + 2;
    } else if (isMark(sign)) {
      const mark = sign;
      if (words[at + 1] === mark) {
        // `**` and `__` are no marks of Slack's, nor is a longer row of them.
        while (words[next] === mark) next += 1;
        special.lastIndex = next;
        continue;
      }
      const role = roleOf(words, at, open, mark);
      if (role === 'text') continue;
      endRun(at);
      found.push(role);
    }
    from = next;
    special.lastIndex = next;
  }
  endRun(words.length);
  return found;
}

/** Opens or closes a style, given what is open. What was opened inside and not closed is text after all. */
function roleOf(
  words: string,
  at: number,
  open: (Found & { kind: 'mark' })[],
  mark: Mark,
): 'text' | (Found & { kind: 'mark' }) {
  const before = words[at - 1] ?? ' ';
  const after = words[at + 1] ?? ' ';
  const opener = open.findIndex((other) => other.mark === mark);
  if (opener >= 0) {
    if (isBlank(before) || isWordSign(after)) return 'text';
    const opened = open[opener];
    open.length = opener;
    if (opened !== undefined) opened.role = 'open';
    return { kind: 'mark', mark, role: 'close' };
  }
  if (isBlank(after) || isWordSign(before)) return 'text';
  const candidate: Found & { kind: 'mark' } = { kind: 'mark', mark, role: 'text' };
  open.push(candidate);
  return candidate;
}

const isBlank = (sign: string): boolean => /\s/.test(sign);
const isWordSign = (sign: string): boolean => /[\p{L}\p{N}]/u.test(sign);

function codeEnd(words: string, start: number): { closes: number; searched: number } {
  for (let at = start + 1; at < words.length; at += 1) {
    const sign = words.charCodeAt(at);
    if (sign === 0x60 && at > start + 1) return { closes: at, searched: at };
    if (sign === 0x0a) return { closes: -1, searched: at };
  }
  return { closes: -1, searched: words.length };
}

const emojiName = /:([a-z0-9_+'-]{1,100}(?:::skin-tone-[2-6](?:-[2-6])?)?):/y;

/** The name between colons, or ''. Digits between digits are a time of day or the like. */
export function emojiNameAt(words: string, at: number): string {
  emojiName.lastIndex = at;
  const name = emojiName.exec(words)?.[1] ?? '';
  if (/^\d+$/.test(name) && (/\d/.test(words[at - 1] ?? '') || /\d/.test(words[at + name.length + 2] ?? ''))) return '';
  return name;
}
