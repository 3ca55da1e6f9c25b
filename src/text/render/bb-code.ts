import type { Document, Styles } from '../document.ts';
import { breaksIn } from '../harmless.ts';
import { linkTarget } from '../links.ts';
import { type Names, noNames } from '../names.ts';
import { fitted } from './cut.ts';
import type { Line } from './line.ts';
import { linesOf } from './lines.ts';
import type { Piece } from './pieces.ts';
import { harmlessTokens, type Token, written } from './tokens.ts';

export type RenderOptions = {
  /** What people, groups and channels are called; without it their labels or IDs are shown. */
  readonly names?: Names;
  /** Most characters of the result; without it nothing is cut. */
  readonly limit?: number;
  /** Plain words that stand at the end of a text that was cut. Default `…`. */
  readonly cutNote?: string;
  /** Address of the whole message; the note becomes a link to it. */
  readonly whole?: string;
};

/**
 * A document as the portal's BB code, for MESSAGE. Codes are balanced and properly nested and never span a line;
 * nothing in the document's texts acts, whatever was typed.
 */
export function renderBBCode(document: Document, options: RenderOptions = {}): string {
  if (document.blocks.length === 0) return '';
  const tokens: Token[] = [];
  for (const [index, line] of linesOf(document, options.names ?? noNames).entries()) {
    if (index > 0) tokens.push({ kind: 'words', text: '\n' });
    addLine(tokens, line);
  }
  const harmless = harmlessTokens(tokens);
  if (options.limit === undefined) return written(harmless);
  return fitted(harmless, options.limit, () => cutNotes(options));
}

/** The note at the end of a cut text, and what to fall back on where it is too long for the limit. */
function cutNotes({ cutNote = '…', whole = '' }: RenderOptions): string[] {
  const target = linkTarget(whole);
  const words = written(harmlessTokens([{ kind: 'words', text: cutNote }]));
  const plain = `\n${words}`;
  return target === undefined ? [plain, '…'] : [`\n[url=${target}]${words}[/url]`, plain, '…'];
}

/** The codes of a line, outermost first. */
const styleCodes: readonly (readonly [keyof Styles, string])[] = [
  ['bold', 'b'],
  ['italic', 'i'],
  ['underline', 'u'],
  ['strike', 's'],
];

function addLine(tokens: Token[], line: Line): void {
  if (line.quoted) tokens.push({ kind: 'mark', text: '>>' });
  if (line.kind === 'code') {
    tokens.push({ kind: 'open', text: '[code]', close: '[/code]' });
    tokens.push({ kind: 'words', text: line.text });
    tokens.push({ kind: 'close', text: '[/code]' });
    return;
  }
  const open: string[] = [];
  const closeTo = (depth: number): void => {
    while (open.length > depth) tokens.push({ kind: 'close', text: `[/${open.pop()}]` });
  };
  for (const piece of line.pieces) {
    const wanted = styleCodes.flatMap(([style, code]) => (piece.styles[style] ? [code] : []));
    const common = open.findIndex((code) => !wanted.includes(code));
    if (common >= 0) closeTo(common);
    // Blanks look the same in any style but underlined and struck, so they open no code.
    if (piece.words.trim() !== '' || piece.styles.underline || piece.styles.strike) {
      for (const code of wanted) {
        if (open.includes(code)) continue;
        open.push(code);
        tokens.push({ kind: 'open', text: `[${code}]`, close: `[/${code}]` });
      }
    }
    addPiece(tokens, piece);
  }
  closeTo(0);
}

function addPiece(tokens: Token[], piece: Piece): void {
  switch (piece.kind) {
    case 'text':
      tokens.push({ kind: 'words', text: piece.words });
      return;
    case 'link':
      addLink(tokens, piece.target, [{ kind: 'words', text: piece.words }], piece.words);
      return;
    case 'person':
      tokens.push({ kind: 'open', text: `[USER=${piece.bitrix24Id}]`, close: '[/USER]' });
      tokens.push({ kind: 'whole', text: piece.words });
      tokens.push({ kind: 'close', text: '[/USER]' });
      return;
    case 'colour':
      tokens.push({ kind: 'open', text: `[color=${piece.words}]`, close: '[/color]' });
      tokens.push({ kind: 'whole', text: piece.words });
      tokens.push({ kind: 'close', text: '[/color]' });
      return;
    case 'date': {
      const seconds = piece.seconds;
      const shown = piece.parts.map((part): Token => {
        if ('words' in part) return { kind: 'whole', text: part.words };
        return { kind: 'code', text: `[timestamp=${seconds} format=${part.portalFormat}]` };
      });
      if (piece.target === undefined) tokens.push(...shown);
      else addLink(tokens, piece.target, shown, '');
    }
  }
}

/** A link whose label is its address takes the short form, in which the portal reads the address from the label. */
function addLink(tokens: Token[], target: string, shown: readonly Token[], words: string): void {
  const isAddress = words === target && breaksIn(words).length === 0;
  if (isAddress) {
    tokens.push({ kind: 'open', text: '[url]', close: '[/url]' });
    tokens.push({ kind: 'whole', text: words });
  } else {
    tokens.push({ kind: 'open', text: `[url=${target}]`, close: '[/url]' });
    tokens.push(...shown);
  }
  tokens.push({ kind: 'close', text: '[/url]' });
}
