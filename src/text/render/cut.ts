import { type Token, written } from './tokens.ts';

/**
 * Rendered text of at most `limit` characters. What is over is cut between two words, or inside a longer one between
 * two graphemes; open codes are closed and the first of `notes` that is not too long stands at the end.
 *
 * Characters are UTF-16 units. The portal counts code points (PHP mb_strlen; module source: im_messenger.php), of
 * which there are never more, so the result fits by either count.
 */
export function fitted(tokens: readonly Token[], limit: number, notes: () => readonly string[]): string {
  const whole = written(tokens);
  if (whole.length <= limit) return whole;
  const note = notes().find((candidate) => candidate.length <= limit / 2) ?? '';
  return `${shortened(tokens, limit - note.length)}${note}`;
}

function shortened(tokens: readonly Token[], limit: number): string {
  const kept: Token[] = [];
  const open: string[] = [];
  let room = limit;
  for (const token of tokens) {
    const cost = token.text.length + (token.kind === 'open' ? token.close.length : 0);
    if (token.kind === 'close') {
      // Paid for when it was opened.
      open.pop();
      kept.push(token);
      continue;
    }
    if (cost > room) {
      if (token.kind === 'words') kept.push({ kind: 'words', text: beginningOf(token.text, room) });
      break;
    }
    room -= cost;
    if (token.kind === 'open') open.push(token.close);
    kept.push(token);
  }
  return ending(kept, open);
}

/** Closes what is open; what was opened for nothing, and blanks at the end, go. */
function ending(kept: Token[], open: string[]): string {
  while (kept.length > 0) {
    const last = kept.at(-1);
    if (last === undefined) break;
    if (last.kind === 'open') open.pop();
    else if (last.kind === 'words') {
      const text = last.text.trimEnd();
      if (text !== '') {
        kept[kept.length - 1] = { kind: 'words', text };
        break;
      }
    } else if (last.kind !== 'mark') break;
    kept.pop();
  }
  return written(kept) + open.toReversed().join('');
}

/** How far back a blank is looked for before a word is cut. */
const reach = 120;

/** The longest beginning of at most `room` units that ends between two words, if need be between two graphemes. */
function beginningOf(words: string, room: number): string {
  if (room <= 0) return '';
  const from = Math.max(0, room - reach);
  const blank = words.slice(from, room + 1).search(/\s\S*$/);
  if (blank >= 0 && from + blank > 0) return words.slice(0, from + blank);
  // Only a window is segmented, however long the text; a boundary inside the window is one in the text as well,
  // save perhaps the first, which is not used.
  const window = words.slice(from, room + reach);
  for (const granularity of ['word', 'grapheme'] as const) {
    let end = 0;
    for (const { index, segment } of new Intl.Segmenter(undefined, { granularity }).segment(window)) {
      if (from + index + segment.length > room) break;
      end = index + segment.length;
    }
    if (end > 0) return words.slice(0, from + end);
  }
  return '';
}
