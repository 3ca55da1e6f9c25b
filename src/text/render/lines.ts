import { type DatePart, dateInWords, portalDate } from '../dates.ts';
import type { Block, Card, Document, Inline, ListItem, Styles } from '../document.ts';
import { legible } from '../harmless.ts';
import { linkTarget, saysItsAddress, shownLink } from '../links.ts';
import type { Names } from '../names.ts';
import { markerOf } from './markers.ts';
import { tableInLines } from './tables.ts';

/**
 * A document in lines, names filled in: what every renderer shows, before it chooses its codes. The letters a reader
 * sees are decided here, once, so the BB code and the plain text cannot come to say different things.
 */
export type Line =
  | { readonly kind: 'words'; readonly quoted: boolean; readonly pieces: readonly Piece[] }
  | { readonly kind: 'code'; readonly quoted: boolean; readonly text: string };

/** A run of one look inside a line; it holds no line feed. */
export type Piece =
  | { readonly kind: 'text'; readonly words: string; readonly styles: Styles }
  | {
      readonly kind: 'link';
      readonly words: string;
      readonly target: string;
      /** The words are the address as it was written. */
      readonly isAddress: boolean;
      readonly styles: Styles;
    }
  | { readonly kind: 'person'; readonly words: string; readonly bitrix24Id: number; readonly styles: Styles }
  | { readonly kind: 'colour'; readonly words: string; readonly styles: Styles }
  | {
      readonly kind: 'date';
      readonly words: string;
      readonly seconds: number;
      readonly parts: readonly DatePart[];
      readonly target: string | undefined;
      readonly styles: Styles;
    };

const unstyled: Styles = {};
/** The client shows four spaces as an indent and folds fewer into one blank. */
const indent = '    ';

export function linesOf(document: Document, names: Names): Line[] {
  return trimmed(linesOfBlocks(document.blocks, names));
}

function linesOfBlocks(blocks: readonly Block[], names: Names, apart = standsApart): Line[] {
  const lines: Line[] = [];
  let before: Block | undefined;
  for (const block of blocks) {
    const own = linesOfBlock(block, names);
    if (own.length === 0) continue;
    if (before !== undefined && apart(before, block)) lines.push({ kind: 'words', quoted: false, pieces: [] });
    for (const line of own) lines.push(line);
    before = block;
  }
  return lines;
}

/** Whether a blank line stands between two blocks: where they would run together, and above a heading. */
function standsApart(before: Block, after: Block): boolean {
  if (after.kind === 'heading') return true;
  if (before.kind === 'paragraph') return after.kind === 'paragraph';
  return isFramed(before) && isFramed(after);
}

/** Inside a card blank lines would tear the frame apart. */
const standsApartInCard = (before: Block, after: Block): boolean => isFramed(before) && isFramed(after);

const isFramed = (block: Block): boolean => block.kind === 'quote' || block.kind === 'card';

function linesOfBlock(block: Block, names: Names): Line[] {
  switch (block.kind) {
    case 'paragraph':
      return linesOfInlines(block.inlines, names);
    case 'heading':
      return linesOfInlines(block.inlines, names, { bold: true });
    case 'list':
      return block.items.flatMap((item) => linesOfItem(item, names));
    case 'quote':
      return linesOfBlocks(block.blocks, names).map(quoted);
    case 'code':
      return [{ kind: 'code', quoted: false, text: legible(block.text) }];
    case 'table':
      return tableInLines(block.rows, block.align, (cell) => linesOfInlines(cell, names));
    case 'divider':
      return [textLine('─'.repeat(12))];
    case 'image':
      return [{ kind: 'words', quoted: false, pieces: imagePieces(block.url, block.alt) }];
    case 'card':
      return linesOfCard(block, names).map(quoted);
  }
}

function linesOfCard(card: Card, names: Names): Line[] {
  return [
    ...linesOfInlines(card.author, names),
    ...linesOfInlines(card.title, names, { bold: true }),
    ...linesOfBlocks(card.blocks, names, standsApartInCard),
    ...linesOfInlines(card.footer, names, { italic: true }),
  ];
}

/** The portal knows one level of quotes; a quote inside one keeps a mark of its own. */
function quoted(line: Line): Line {
  if (!line.quoted || line.kind === 'code') return { ...line, quoted: true };
  return { ...line, pieces: [textPiece('> '), ...line.pieces] };
}

function linesOfItem(item: ListItem, names: Names): Line[] {
  const margin = indent.repeat(item.level);
  const [head, ...tail] = item.blocks;
  const lines =
    head?.kind === 'paragraph'
      ? [...linesOfInlines(head.inlines, names).map(inSentence), ...linesOfBlocks(tail, names)]
      : linesOfBlocks(item.blocks, names);
  const first = lines[0];
  const marked: Line =
    first?.kind === 'words'
      ? { ...first, pieces: [textPiece(margin + markerOf(item)), ...first.pieces] }
      : textLine((margin + markerOf(item)).trimEnd());
  const rest = first?.kind === 'words' ? lines.slice(1) : lines;
  return [
    marked,
    ...rest.map((line): Line => {
      if (line.kind === 'code' || line.pieces.length === 0) return line;
      return { ...line, pieces: [textPiece(margin + indent), ...line.pieces] };
    }),
  ];
}

const textPiece = (words: string): Piece => ({ kind: 'text', words, styles: unstyled });
const textLine = (words: string): Line => ({ kind: 'words', quoted: false, pieces: [textPiece(words)] });

/** Lines of a run of inlines; `over` is added to the styles of each. */
function linesOfInlines(inlines: readonly Inline[], names: Names, over: Styles = unstyled): Line[] {
  if (inlines.length === 0) return [];
  const lines: Piece[][] = [[]];
  for (const inline of inlines) {
    if (inline.kind === 'break') {
      lines.push([]);
      continue;
    }
    for (const [index, piece] of piecesOf(inline, names, over).entries()) {
      if (index > 0) lines.push([]);
      if (piece.words !== '') lines.at(-1)?.push(piece);
    }
  }
  // One last line feed only ends the line; Slack puts it before a list.
  if (lines.length > 1 && lines.at(-1)?.length === 0) lines.pop();
  return lines.map(lineOfPieces);
}

/** The portal's code is a block, so only a line of nothing else becomes one; inside a sentence Slack's own backticks stay. */
function lineOfPieces(pieces: Piece[]): Line {
  if (pieces.length > 0 && pieces.every((piece) => piece.kind === 'text' && isOnlyCode(piece.styles))) {
    return { kind: 'code', quoted: false, text: pieces.map((piece) => piece.words).join('') };
  }
  const line: Piece[] = [];
  let inCode = false;
  for (const piece of pieces) {
    const isCode = piece.styles.code === true;
    if (isCode !== inCode) line.push({ kind: 'text', words: '`', styles: isCode ? piece.styles : unstyled });
    inCode = isCode;
    line.push(piece);
  }
  if (inCode) line.push(textPiece('`'));
  return { kind: 'words', quoted: false, pieces: line };
}

/** A line of code where more than code stands on the line, such as the mark of a list item. */
function inSentence(line: Line): Line {
  return line.kind === 'code' ? textLine(`\`${line.text}\``) : line;
}

const isOnlyCode = (styles: Styles): boolean =>
  styles.code === true && !styles.bold && !styles.italic && !styles.strike && !styles.underline;

/** The pieces of one inline, one for each line it takes. */
function piecesOf(inline: Exclude<Inline, { kind: 'break' }>, names: Names, over: Styles): Piece[] {
  const styles = over === unstyled ? inline.styles : { ...inline.styles, ...over };
  const onOneLine = (words: string): string => legible(words).replaceAll('\n', ' ');
  const said = (words: string): Piece[] => [{ kind: 'text', words: onOneLine(words), styles }];
  switch (inline.kind) {
    case 'text':
      return legible(inline.text)
        .split('\n')
        .map((words) => ({ kind: 'text', words, styles }));
    case 'link':
      return [linkPiece(inline.url, onOneLine(inline.label), styles)];
    case 'person': {
      const known = names.people.get(inline.slackId);
      if (known?.bitrix24Id === undefined) return said(`@${known?.name || bare(inline.label, '@') || inline.slackId}`);
      return [{ kind: 'person', words: onOneLine(known.name), bitrix24Id: known.bitrix24Id, styles }];
    }
    case 'portal-person':
      return [{ kind: 'person', words: onOneLine(inline.name), bitrix24Id: inline.bitrix24Id, styles }];
    case 'group':
      return said(`@${names.groups.get(inline.slackId) || bare(inline.label, '@') || inline.slackId}`);
    case 'channel':
      return said(`#${names.channels.get(inline.slackId) || bare(inline.label, '#') || inline.slackId}`);
    case 'broadcast':
      return said(`@${inline.range}`);
    case 'emoji':
      return said(inline.unicode || `:${inline.name}:`);
    case 'file':
      return [linkPiece(inline.url, `📎 ${onOneLine(inline.name)}`, styles)];
    case 'colour':
      return /^#[0-9a-f]{6}$/i.test(inline.value)
        ? [{ kind: 'colour', words: inline.value, styles }]
        : said(inline.value);
    case 'date': {
      const parts = portalDate(inline.date);
      const words = onOneLine(dateInWords(inline.date));
      const target = linkTarget(inline.date.url);
      if (parts !== undefined) return [{ kind: 'date', words, seconds: inline.date.seconds, parts, target, styles }];
      return target === undefined ? said(words) : [{ kind: 'link', words, target, isAddress: false, styles }];
    }
  }
}

const bare = (label: string, sign: string): string => (label.startsWith(sign) ? label.slice(1) : label);

function linkPiece(url: string, label: string, styles: Styles): Piece {
  const { words, target } = shownLink(url, label);
  const shown = legible(words).replaceAll('\n', ' ');
  if (target === undefined) return { kind: 'text', words: shown, styles };
  return { kind: 'link', words: shown, target, isAddress: saysItsAddress(shown, url), styles };
}

function imagePieces(url: string, alt: string): Piece[] {
  const name = alt.trim() || fileNameOf(url);
  return [linkPiece(url, `🖼️ ${name.replace(/\s+/g, ' ')}`.trim(), unstyled)];
}

/** The last part of an address's path, for pictures without a text of their own. */
function fileNameOf(url: string): string {
  const target = linkTarget(url);
  if (target === undefined) return '';
  const { pathname, hostname } = new URL(target);
  return pathname.split('/').findLast((part) => part !== '') ?? hostname;
}

/** Without the blank lines at both ends. */
function trimmed(lines: readonly Line[]): Line[] {
  const first = lines.findIndex(hasWords);
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(hasWords) + 1);
}

const hasWords = (line: Line): boolean =>
  line.kind === 'code' ? line.text.trim() !== '' : line.pieces.some((piece) => piece.words.trim() !== '');
