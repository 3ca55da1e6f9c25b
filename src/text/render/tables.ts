import type { Align, Inline, TableRow } from '../document.ts';
import type { Line } from './line.ts';
import type { Piece } from './pieces.ts';

/** Wider than this, aligned columns would be folded by a reader's window and align nothing. */
const widest = 76;

/**
 * A table as lines: aligned columns in a code block where they fit, else a short list for each row with the column's
 * heading before each value, which keeps links and mentions alive.
 */
export function tableInLines(
  rows: readonly TableRow[],
  align: readonly Align[],
  linesOf: (cell: readonly Inline[]) => Line[],
): Line[] {
  const cells = rows.map((row) => row.map((cell) => piecesOf(linesOf(cell))));
  const words = cells.map((row) => row.map(wordsOf));
  const columns = words.reduce((most, row) => Math.max(most, row.length), 0);
  const widths = Array.from({ length: columns }, (_, column) =>
    words.reduce((width, row) => Math.max(width, widthOf(row[column] ?? '')), 0),
  );
  if (columns === 0) return [];
  const total = widths.reduce((sum, width) => sum + width + 3, -3);
  const isLive = cells.some((row) => row.some((cell) => cell.some((piece) => piece.kind !== 'text')));
  if (total <= widest && !isLive) return [aligned(words, widths, align)];
  return records(cells, words[0] ?? []);
}

function aligned(words: readonly string[][], widths: readonly number[], align: readonly Align[]): Line {
  const lines = words.map((row) =>
    widths
      .map((width, column) => padded(row[column] ?? '', width, align[column] ?? 'left'))
      .join(' │ ')
      .trimEnd(),
  );
  if (lines.length > 1) lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('─┼─'));
  return { kind: 'code', quoted: false, text: lines.join('\n') };
}

/** Padding is of no-break spaces: the client folds ordinary ones. */
function padded(words: string, width: number, align: Align): string {
  const blank = width - widthOf(words);
  const before = align === 'right' ? blank : align === 'center' ? Math.floor(blank / 2) : 0;
  return '\u00a0'.repeat(before) + words + '\u00a0'.repeat(blank - before);
}

/** Columns a text takes in a fixed-width font: East Asian wide signs and emoji take two. */
function widthOf(words: string): number {
  let width = 0;
  for (const sign of words) {
    if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(sign)) continue;
    width += wide.test(sign) ? 2 : 1;
  }
  return width;
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

function records(cells: readonly Piece[][][], headings: readonly string[]): Line[] {
  const bodies = cells.length > 1 ? cells.slice(1) : cells;
  const hasHeadings = cells.length > 1;
  const lines: Line[] = [];
  for (const [index, row] of bodies.entries()) {
    if (index > 0) lines.push({ kind: 'words', quoted: false, pieces: [] });
    for (const [column, cell] of row.entries()) {
      if (cell.length === 0) continue;
      const heading = hasHeadings ? headings[column] : '';
      const name: Piece[] = heading ? [bold(`${heading}:`), { kind: 'text', words: ' ', styles: {} }] : [];
      lines.push({ kind: 'words', quoted: false, pieces: [...name, ...cell] });
    }
  }
  return lines;
}

const bold = (words: string): Piece => ({ kind: 'text', words, styles: { bold: true } });

/** The pieces of a cell on one line. */
function piecesOf(lines: readonly Line[]): Piece[] {
  const pieces: Piece[] = [];
  for (const line of lines) {
    if (pieces.length > 0) pieces.push({ kind: 'text', words: ' ', styles: {} });
    if (line.kind === 'code') pieces.push({ kind: 'text', words: line.text, styles: {} });
    else for (const piece of line.pieces) pieces.push(piece);
  }
  return pieces;
}

const wordsOf = (cell: readonly Piece[]): string => cell.map((piece) => piece.words).join('');
