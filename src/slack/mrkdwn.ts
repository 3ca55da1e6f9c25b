import type { Words } from '../language/words.ts';

/** Words that came from elsewhere, as they must be written in a message: Slack reads `&`, `<` and `>`. */
export function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** "A, B and C", at most `most` of them named. */
export function listed({ list }: Words, names: readonly string[], most = 20): string {
  return list.all(names.length > most ? [...names.slice(0, most), list.more(names.length - most)] : names);
}

/**
 * The beginning of a mrkdwn text, at most `most` characters: cut after a line, else after a word, and never inside a
 * `<…>` token, an entity or a character of two units.
 */
export function beginning(text: string, most: number): string {
  if (text.length <= most) return text;
  const line = text.lastIndexOf('\n', most);
  if (line > most / 2) return text.slice(0, line);
  const whole =
    text.slice(0, most).replace(/(?:<[^<>]{0,500}|&[a-z]{0,3}|[\uD800-\uDBFF])$/, '') || text.slice(0, most);
  const blank = whole.lastIndexOf(' ');
  return blank > most / 2 ? whole.slice(0, blank) : whole;
}

/** The beginning of a text, with `…` where it was cut. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${beginning(text, most - 1)}…`;
}

/** Words as a quotation, each line with its bar. */
export function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `\n>${line}`)
    .join('');
}
