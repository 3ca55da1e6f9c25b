import { asMarkup, asTyped, BREAK, type Markup } from './markup.ts';
import { asciiLowerCase, replacePairs } from './tag-pairs.ts';

/** A message without its actions and code blocks, which are put back when everything else has been read. */
export interface Cut {
  html: string;
  puts: string[];
  sends: string[];
  codes: string[];
}

/** Actions first, code second: that order lets an action reach over and into a code block. */
export function cutOut(html: string): Cut {
  const puts: string[] = [];
  const sends: string[] = [];
  const codes: string[] = [];
  const withoutPut = cutAction(html, 'put', puts);
  const withoutSend = cutAction(withoutPut, 'send', sends);
  const withoutCode = replacePairs(withoutSend, /\[code\]/, '[/code]', ({ inner }) => {
    return `####REPLACEMENT_CODE_${codes.push(inner) - 1}####`;
  });
  return { html: withoutCode, puts, sends, codes };
}

export function restoreSend(html: string, cut: Cut, markup: Markup): string {
  return restore(html, 'SEND', cut.sends, (tag) => readAction('send', tag, markup));
}

export function restorePut(html: string, cut: Cut, markup: Markup): string {
  return restore(html, 'PUT', cut.puts, (tag) => readAction('put', tag, markup));
}

export function restoreCode(html: string, cut: Cut, markup: Markup): string {
  return restore(html, 'CODE', cut.codes, (inner) => {
    const code = inner.startsWith(BREAK) ? inner.slice(BREAK.length) : inner;
    return `<div>${restorePut(restoreSend(code, cut, markup), cut, markup)}</div>`;
  });
}

function restore(html: string, name: string, cuts: string[], read: (cut: string) => string): string {
  if (cuts.length === 0) return html;
  const mark = new RegExp(`####REPLACEMENT_${name}_(\\d+)####`, 'g');
  return html.replace(mark, (whole, index: string) => {
    const cut = cuts[Number(index)];
    return cut === undefined ? whole : read(cut);
  });
}

/**
 * An opening tag ends at the first `]` after at least one character of command; the closing one may not follow at once
 * unless there is no later one.
 */
function cutAction(html: string, name: 'put' | 'send', cuts: string[]): string {
  const lower = asciiLowerCase(html);
  const closing = `[/${name}]`;
  const opening = `[${name}`;
  let done = '';
  let from = 0;
  for (let start = lower.indexOf(opening); start >= 0; start = lower.indexOf(opening, Math.max(from, start + 1))) {
    const tagEnd = endOfTag(html, start + opening.length);
    if (tagEnd < 0) continue;
    const later = lower.indexOf(closing, tagEnd + 1);
    const close = later >= 0 ? later : lower.indexOf(closing, tagEnd);
    if (close < 0) break;
    done += html.slice(from, start);
    from = close + closing.length;
    done += `####REPLACEMENT_${name.toUpperCase()}_${cuts.push(html.slice(start, from)) - 1}####`;
  }
  return done + html.slice(from);
}

function endOfTag(html: string, at: number): number {
  if (html[at] === ']') return at + 1;
  if (html[at] !== '=') return -1;
  const end = html.indexOf(']', at + 2);
  return end < 0 ? -1 : end + 1;
}

/** The command reaches to the last `]` that still leaves a closing tag; without words the command is shown. */
function readAction(kind: 'put' | 'send', tag: string, markup: Markup): string {
  const body = tag.slice(kind.length + 1, -(kind.length + 3));
  const commandEnd = body.startsWith('=') ? body.lastIndexOf(']') : 0;
  const command = body.slice(1, Math.max(commandEnd, 1));
  const words = body.slice(commandEnd + 1) || command;
  const label = asTyped(words)
    .replace(/<(\w+)[^>]*>(.*?)<\/\1>/i, '$2')
    .replace(/\[(\w+)[^\]]*\](.*?)\[\/\1\]/i, '$2');
  if (label.trim() === '') return '';
  const act = asTyped(command || words).replaceAll(BREAK, '\n');
  return markup.element({ kind, command: act }, asMarkup(label).replaceAll(asMarkup(BREAK), BREAK));
}
