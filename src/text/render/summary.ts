import type { Document } from '../document.ts';
import { type Names, noNames } from '../names.ts';
import { shortened } from '../shortening.ts';
import { linesOf } from './lines.ts';

/**
 * A document in one line of at most `limit` UTF-16 units, for histories and lists: no codes, no addresses behind
 * labels, cut between two graphemes with `…`.
 */
export function renderSummary(document: Document, options: { readonly names?: Names; readonly limit: number }): string {
  let line = '';
  for (const own of linesOf(document, options.names ?? noNames)) {
    const words = own.kind === 'code' ? own.text : own.pieces.map((piece) => piece.words).join('');
    const bare = words.replace(/[\s─│┼]+/g, ' ').trim();
    if (bare !== '') line += line === '' ? bare : ` ${bare}`;
    if (line.length > options.limit) break;
  }
  return shortened(line, options.limit);
}
