/** A pair of tags with what stands between them. */
export interface Pair {
  whole: string;
  /** The groups of the opening tag's pattern. */
  groups: (string | undefined)[];
  inner: string;
}

/**
 * Replaces each pair of an opening tag and the next closing one after it; `undefined` leaves the pair as typed. Tags
 * count in any case. Time is linear in the length of the text, however hostile it is.
 */
export function replacePairs(
  html: string,
  opening: RegExp,
  closing: string,
  replace: (pair: Pair) => string | undefined,
): string {
  const lower = asciiLowerCase(html);
  if (!lower.includes(closing)) return html;
  const pattern = new RegExp(opening.source, 'gi');
  let done = '';
  let from = 0;
  for (let match = pattern.exec(html); match !== null; match = pattern.exec(html)) {
    const innerStart = match.index + match[0].length;
    const innerEnd = lower.indexOf(closing, innerStart);
    if (innerEnd < 0) break;
    const end = innerEnd + closing.length;
    const whole = html.slice(match.index, end);
    const [, ...groups] = match;
    done += html.slice(from, match.index);
    done += replace({ whole, groups, inner: html.slice(innerStart, innerEnd) }) ?? whole;
    from = end;
    pattern.lastIndex = end;
  }
  return done + html.slice(from);
}

/** Lower case that keeps every character in its place, unlike the language's own for some letters. */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
