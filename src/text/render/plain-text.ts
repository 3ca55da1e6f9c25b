import type { Document } from '../document.ts';
import { harmlessPlainText, plainBreaksIn } from '../harmless.ts';
import { linkTarget } from '../links.ts';
import { noNames } from '../names.ts';
import type { RenderOptions } from './bb-code.ts';
import { fitted } from './cut.ts';
import { linesOf } from './lines.ts';
import type { Piece } from './pieces.ts';
import { harmlessTokens, type Token, written } from './tokens.ts';

/**
 * A document in plain characters, for MESSAGE_OUT, e-mail and logs: the same letters as the BB code shows, with the
 * address of each link behind its label and `> ` before quoted lines. Limit and note are those of `renderBBCode`.
 */
export function renderPlainText(document: Document, options: RenderOptions = {}): string {
  if (document.blocks.length === 0) return '';
  const tokens: Token[] = [];
  for (const [index, line] of linesOf(document, options.names ?? noNames).entries()) {
    if (index > 0) tokens.push({ kind: 'words', text: '\n' });
    if (line.kind === 'words') {
      if (line.quoted) tokens.push({ kind: 'mark', text: line.pieces.length === 0 ? '>' : '> ' });
      for (const piece of line.pieces) tokens.push(...tokensOf(piece));
    } else addCode(tokens, line.text, line.quoted);
  }
  const harmless = harmlessTokens(tokens, plainBreaksIn);
  return options.limit === undefined ? written(harmless) : fitted(harmless, options.limit, () => cutNotes(options));
}

function addCode(tokens: Token[], code: string, isQuoted: boolean): void {
  for (const [row, text] of code.replaceAll('\u00a0', ' ').split('\n').entries()) {
    if (row > 0) tokens.push({ kind: 'words', text: '\n' });
    if (isQuoted) tokens.push({ kind: 'mark', text: '> ' });
    tokens.push({ kind: 'words', text });
  }
}

function tokensOf(piece: Piece): Token[] {
  const isSplittable = piece.kind === 'text' || piece.kind === 'link';
  const words: Token = { kind: isSplittable ? 'words' : 'whole', text: piece.words };
  const target = piece.kind === 'link' || piece.kind === 'date' ? piece.target : undefined;
  if (target === undefined || (piece.kind === 'link' && piece.isAddress)) return [words];
  return [words, { kind: 'whole', text: ` (${target})` }];
}

function cutNotes({ cutNote = '…', whole = '' }: RenderOptions): string[] {
  const target = linkTarget(whole);
  const words = harmlessPlainText(cutNote);
  const plain = `\n${words}`;
  return target === undefined ? [plain, '…'] : [`\n${words} (${target})`, plain, '…'];
}
