/**
 * A line of at most `limit` UTF-16 units: as it is, or cut between two graphemes with `…` at the end. No limit below
 * one leaves anything.
 */
export function shortened(line: string, limit: number): string {
  if (line.length <= limit) return line;
  if (limit < 1) return '';
  let end = 0;
  // A grapheme longer than the margin is no letter of any script; it is cut off whole.
  for (const { index, segment } of new Intl.Segmenter().segment(line.slice(0, limit + 64))) {
    if (index + segment.length > limit - 1) break;
    end = index + segment.length;
  }
  return `${line.slice(0, end).trimEnd()}…`;
}
