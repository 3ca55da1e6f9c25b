import type { Block, Card, Document, Inline, ListItem, Styles } from '../document.ts';
import { legible } from '../harmless.ts';
import type { Names } from '../names.ts';
import type { Line } from './line.ts';
import { markerOf } from './markers.ts';
import { imagePieces, type Piece, piecesOf, textPiece, unstyled } from './pieces.ts';
import { tableInLines } from './tables.ts';

/** The client shows four spaces as an indent and folds fewer into one blank. */
const indent = '    ';

/** A document in lines, with the names filled in. */
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

/** Without the blank lines at both ends. */
function trimmed(lines: readonly Line[]): Line[] {
  const first = lines.findIndex(hasWords);
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(hasWords) + 1);
}

const hasWords = (line: Line): boolean =>
  line.kind === 'code' ? line.text.trim() !== '' : line.pieces.some((piece) => piece.words.trim() !== '');
