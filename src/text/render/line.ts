import type { Piece } from './pieces.ts';

/**
 * A document in lines, names filled in: what every renderer shows, before it chooses its codes. The letters a reader
 * sees are decided here, once, so the BB code and the plain text cannot come to say different things.
 */
export type Line =
  | { readonly kind: 'words'; readonly quoted: boolean; readonly pieces: readonly Piece[] }
  | { readonly kind: 'code'; readonly quoted: boolean; readonly text: string };
