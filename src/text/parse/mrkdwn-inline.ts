import { emoji, type Inline, type Styles, text } from '../document.ts';
import { emojiCharacters } from '../emoji.ts';
import { emojiNameAt, type Found, scanned, styleOf } from './mrkdwn-scan.ts';
import { inlineOfToken, tokenEnd, unescaped } from './mrkdwn-tokens.ts';

const isSpecial = /[*_~`<:&]/;

/**
 * The inlines of mrkdwn text, lines and all. `snake_case`, `2*3*4` and `~/bin` are what they are.
 */
export function inlinesOfMrkdwn(words: string): Inline[] {
  if (words === '') return [];
  if (!isSpecial.test(words)) return [text(words)];
  return inlinesOf(words, scanned(words));
}

function inlinesOf(words: string, found: readonly Found[]): Inline[] {
  const inlines: Inline[] = [];
  let styles: Styles = {};
  let run = '';
  const endRun = (): void => {
    if (run !== '') inlines.push(text(unescaped(run), styles));
    run = '';
  };
  for (const part of found) {
    if (part.kind === 'run') run += words.slice(part.from, part.to);
    else if (part.kind === 'mark' && part.role === 'text') run += part.mark;
    else {
      endRun();
      if (part.kind === 'mark') styles = { ...styles, [styleOf[part.mark]]: part.role === 'open' };
      else if (part.kind === 'code') inlines.push(text(part.text, { ...styles, code: true }));
      else if (part.kind === 'emoji') inlines.push(emoji(part.name, part.unicode, styles));
      else {
        const inline = inlineOfToken(part.text, styles);
        if (inline !== undefined) inlines.push(inline);
      }
    }
  }
  endRun();
  return inlines;
}

/** The inlines of text that Slack shows without styles, such as a title: escapes, mentions, links and emoji only. */
export function inlinesOfPlainText(words: string, styles: Styles = {}): Inline[] {
  if (words === '') return [];
  if (!isSpecial.test(words)) return [text(words, styles)];
  const inlines: Inline[] = [];
  let run = '';
  const endRun = (): void => {
    if (run !== '') inlines.push(text(run, styles));
    run = '';
  };
  for (const part of scanned(words)) {
    if (part.kind === 'run') run += unescaped(words.slice(part.from, part.to));
    else if (part.kind === 'mark') run += part.mark;
    else if (part.kind === 'code') run += `\`${part.text}\``;
    else {
      endRun();
      const inline = part.kind === 'emoji' ? emoji(part.name, part.unicode, styles) : inlineOfToken(part.text, styles);
      if (inline !== undefined) inlines.push(inline);
    }
  }
  endRun();
  return inlines;
}

/** Text of Markdown: emoji names and Slack's own mentions, which Slack reads there too. */
export function inlinesOfMarkdownText(words: string, styles: Styles): Inline[] {
  const inlines: Inline[] = [];
  let from = 0;
  const signs = /:|<[@#!]/g;
  for (let match = signs.exec(words); match !== null; match = signs.exec(words)) {
    const at = match.index;
    const found = match[0] === ':' ? emojiAt(words, at, styles) : mentionAt(words, at, styles);
    if (found === undefined) continue;
    if (at > from) inlines.push(text(words.slice(from, at), styles));
    inlines.push(found.inline);
    from = found.end;
    signs.lastIndex = from;
  }
  if (from < words.length) inlines.push(text(words.slice(from), styles));
  return inlines;
}

type InlineAt = { readonly inline: Inline; readonly end: number };

function emojiAt(words: string, at: number, styles: Styles): InlineAt | undefined {
  const name = emojiNameAt(words, at);
  const unicode = name === '' ? '' : emojiCharacters(name);
  return unicode === '' ? undefined : { inline: emoji(name, unicode, styles), end: at + name.length + 2 };
}

function mentionAt(words: string, at: number, styles: Styles): InlineAt | undefined {
  const end = tokenEnd(words, at);
  const inline = end < 0 ? undefined : inlineOfToken(words.slice(at + 1, end), styles);
  return inline === undefined ? undefined : { inline, end: end + 1 };
}
