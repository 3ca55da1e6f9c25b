import { breaksIn, broken } from '../harmless.ts';

/**
 * Rendered text in pieces that a cut can respect. `open` and `close` come in pairs, `mark` begins a line, `code` stands
 * alone: these are ours. `words` are seen as they are and may be cut between letters; `whole` is seen and never cut.
 */
export type Token =
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'open'; readonly text: string; readonly close: string }
  | { readonly kind: 'close'; readonly text: string }
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'whole'; readonly text: string };

export const written = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join('');

/**
 * The tokens with every typed sequence broken that could act. What is looked at is what a reader sees, across our own
 * codes: `[` and `b]` typed in different styles still read as a code once the codes between them are gone.
 */
export function harmlessTokens(tokens: readonly Token[], breaksOf = breaksIn): Token[] {
  let visible = '';
  const codesAt: number[] = [];
  for (const token of tokens) {
    if (isSeen(token)) visible += token.text;
    else codesAt.push(visible.length);
  }
  const breaks = breaksOf(visible, codesAt);
  if (breaks.length === 0) return [...tokens];
  let offset = 0;
  let next = 0;
  return tokens.map((token) => {
    if (!isSeen(token)) return token;
    const start = offset;
    offset += token.text.length;
    const own: number[] = [];
    while (next < breaks.length && (breaks[next] ?? 0) <= offset) {
      own.push((breaks[next] ?? 0) - start);
      next += 1;
    }
    return own.length === 0 ? token : { ...token, text: broken(token.text, own) };
  });
}

const isSeen = (token: Token): boolean => token.kind === 'words' || token.kind === 'whole';
