import { BREAK } from './markup.ts';

const SIGN = '&gt;&gt;';
const DASHES = '-'.repeat(54);

/** Lines that begin with `>>` lose the sign and become a quote. */
export function readArrowQuotes(html: string): string {
  if (!html.includes(SIGN)) return html;
  const lines = html.split(BREAK);
  const quoted = lines.map((line) => line.startsWith(SIGN));
  return lines
    .map((line, index) => {
      if (!quoted[index]) return line;
      const opens = quoted[index - 1] ? '' : '<div>';
      const closes = quoted[index + 1] ? '' : '</div>';
      return `${opens}${line.slice(SIGN.length)}${closes}`;
    })
    .join(BREAK);
}

/**
 * Text between two lines of 54 dashes. What stands before the first bracket is taken for the author's name and the
 * bracket for the time, wherever the bracket is; a bracket without a name before it vanishes.
 */
export function readDashQuotes(html: string): string {
  if (html.indexOf(DASHES) === html.lastIndexOf(DASHES)) return html;
  const tags: string[] = [];
  const bare = html.includes('[/')
    ? html.replace(/\[(.+?)\](.*?)\[\/(.+?)\]/g, (tag) => `####REPLACEMENT_TAG_${tags.push(tag) - 1}####`)
    : html;
  const read = readQuotes(bare);
  return tags.reduce((text, tag, index) => text.replace(`####REPLACEMENT_TAG_${index}####`, () => tag), read);
}

function readQuotes(html: string): string {
  const opening = `${DASHES}${BREAK}`;
  let done = '';
  let from = 0;
  for (let start = html.indexOf(opening); start >= 0; start = html.indexOf(opening, from)) {
    const bodyStart = start + opening.length;
    const heading = readHeading(html, bodyStart);
    const textStart = heading?.end ?? bodyStart;
    const end = html.indexOf(DASHES, textStart);
    if (end < 0) break;
    done += html.slice(from, start) + quote(heading, html.slice(textStart, end));
    from = end + DASHES.length;
    if (html.startsWith(BREAK, from)) from += BREAK.length;
  }
  return done + html.slice(from);
}

interface Heading {
  name: string;
  time: string;
  end: number;
}

function readHeading(html: string, start: number): Heading | undefined {
  const open = html.indexOf('[', start);
  if (open < 0) return undefined;
  for (let close = html.indexOf(']', open); close >= 0; close = html.indexOf(']', close + 1)) {
    const after = /^(?: #(?:chat\d+|\d+:\d+)\/\d+)?<br \/>/.exec(html.slice(close + 1, close + 60));
    if (after === null) continue;
    const end = close + 1 + after[0].length;
    if (html.indexOf(DASHES, end) < 0) return undefined;
    return { name: html.slice(start, open), time: html.slice(open + 1, close), end };
  }
  return undefined;
}

function quote(heading: Heading | undefined, text: string): string {
  const named = heading !== undefined && heading.name !== '' && heading.time !== '';
  const words = text.endsWith(BREAK) ? text.slice(0, -BREAK.length) : text;
  if (named) return `<div>${heading.name.trim()} ${heading.time.trim()}${BREAK}${words}</div>`;
  return `<div>${text === '' ? (heading?.time ?? '') : words}</div>`;
}
