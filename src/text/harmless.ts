import { shortened } from './shortening.ts';

/**
 * Typed characters made harmless for the portal, without a visible change.
 *
 * The portal's BB code has no escape, so a sequence that would act is broken by one character that nobody sees. It is
 * U+2060 WORD JOINER: it has no width, allows no line break where there was none (U+200B would), does not join or
 * split letters (U+200C, U+200D do), is no blank to a regular expression (U+FEFF is one in JavaScript) and is no part
 * of any code. A sequence already broken no longer matches, so nothing is ever broken twice.
 */
export const BREAK = '\u2060';

/** Codes that im/lib/text.php, main's textparser.php or the messenger's client (im.v2.lib.parser) act on. */
const codeNames =
  'b|u|i|s|p|br|url|user|chat|send|put|call|pch|size|color|font|code|quote|img|icon|timestamp|date|disk|context|dialog|' +
  'rating|attach|like|dislike|list|table|tr|td|th|video|cut|spoiler|left|right|center|justify|project|department';

/** Element names of Text::convertHtmlToBbCode and textparser.php; those of the second list match by their beginning only. */
const htmlNames =
  '[busip]|br|hr|img|[uo]l|li|table|t[rdh]|code|quote|cut|nomodify|nosmile|script|style|iframe|object|embed|svg';
const htmlPrefixes = 'div|span|font';

const dangerous = (anchor: string): RegExp =>
  new RegExp(
    [
      `\\[(?=/?(?:${codeNames})(?![\\p{L}\\p{N}_]))`,
      `<(?=/?(?:(?:${htmlNames})(?![a-z])|${htmlPrefixes}|${anchor}))`,
      // Text::parse turns entities into characters, some of them twice.
      '&(?=#\\d{1,7};|#x[0-9a-f]{1,6};|[a-z][a-z0-9]{1,31};)',
      // rest_util.php replaces these words, and all that follows up to a blank, in a batched value.
      '\\$(?=result|next|total|time|error)',
      '#(?=BR#)',
      // Text::parse puts code away under such a mark; a typed one without a match never ends its recursion.
      '####(?=REPLACEMENT_)',
      // main/lib/text/emoji.php keeps emoji as the hexadecimal of their bytes between colons.
      ':(?=f[0-4][0-9a-f]{6}:)',
      // A line that begins >> is a quote.
      '^>(?=>)',
      // 54 dashes open and close a quote, wherever they stand.
      '-{53}(?=-)',
    ].join('|'),
    'gimu',
  );

const usual = dangerous('a(?![a-z])');
/** `<a…href` is a link whatever stands between, so with an href about every `<a` is broken. */
const withHref = dangerous('a');
/** The portal trims a message; one that then begins `/me` or `/loud` is shown in italics or large. */
const beginning = /^\s*(?:\/(?=me|loud)|>(?=>))/i;
const suspicious = /[[<&$]|#BR#|####|:f[0-4]|>>|-{54}|^\s*\/(?:me|loud)/i;

/**
 * Where a break must go so that `visible`, the characters a reader will see, cannot act: offsets, ascending.
 * `codesAt` are the offsets at which our own codes will stand between them, ascending.
 */
export function breaksIn(visible: string, codesAt: readonly number[] = []): number[] {
  if (!suspicious.test(visible)) return [];
  const breaks: number[] = [];
  const first = beginning.exec(visible);
  if (first !== null) breaks.push(first[0].length);
  const reaches = bracketAhead(visible, codesAt);
  for (const match of visible.matchAll(/href/i.test(visible) ? withHref : usual)) {
    const end = match.index + match[0].length;
    if (end === breaks[0] || (match[0] === '$' && !reaches(end))) continue;
    breaks.push(end);
  }
  return breaks;
}

/**
 * Whether a bracket, typed or our own, stands between an offset and the next blank: only then does the portal take
 * `$word` for a reference. Asked with ascending offsets it reads the text once.
 */
function bracketAhead(visible: string, codesAt: readonly number[]): (from: number) => boolean {
  let wordEnd = -1;
  let bracket = -1;
  let code = 0;
  return (from) => {
    if (from > wordEnd) {
      const blank = /[\t\n\v\f\r ]/g;
      blank.lastIndex = from;
      wordEnd = blank.exec(visible)?.index ?? visible.length;
      bracket = from + visible.slice(from, wordEnd).lastIndexOf('[');
      if (visible[bracket] !== '[') bracket = -1;
    }
    while (code < codesAt.length && (codesAt[code] ?? 0) < from) code += 1;
    return bracket >= from || (code < codesAt.length && (codesAt[code] ?? 0) <= wordEnd);
  };
}

/** The text with a break at each offset. */
export function broken(words: string, breaks: readonly number[]): string {
  let result = '';
  let from = 0;
  for (const at of breaks) {
    result += words.slice(from, at) + BREAK;
    from = at;
  }
  return result + words.slice(from);
}

/**
 * Characters that show nothing but change what stands around them, or that the portal's database and JSON refuse:
 * control characters, bidirectional embeddings, overrides and isolates. Marks (U+200E, U+200F) and joiners stay.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out
const unwelcome = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const unusual = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]/;

/** The text without unwelcome characters, every line end a line feed, every lone surrogate U+FFFD. */
export function legible(words: string): string {
  if (!unusual.test(words)) return words;
  return words
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(unwelcome, '');
}

/** Typed text for MESSAGE: the reader sees what was typed, the portal acts on none of it. */
export function harmlessMessage(words: string): string {
  const visible = legible(words);
  return broken(visible, breaksIn(visible));
}

/** The breaks of a text for MESSAGE_OUT: no reader of BB code sees it, but it stands in a batch all the same. */
export function plainBreaksIn(visible: string): number[] {
  return breaksIn(visible).filter((at) => visible[at - 1] === '$' || visible.startsWith('#BR#', at - 1));
}

/** Typed text for MESSAGE_OUT. */
export function harmlessPlainText(words: string): string {
  const visible = legible(words);
  return broken(visible, plainBreaksIn(visible));
}

/**
 * Typed text for a string inside ATTACH. There the portal also turns the pairs `\n`, `\t`, `\"` and `\\` into single
 * characters (Text::convertSymbolsAfterJsonDecode), so `C:\new` would lose its folder.
 */
export function harmlessAttachText(words: string): string {
  return harmlessMessage(words).replace(/\\(?=[nt"\\])/g, `\\${BREAK}`);
}

/** Typed text for a title or a file name inside ATTACH: as above, on one line, at most `limit` UTF-16 units. */
export function harmlessTitle(words: string, limit = 250): string {
  return shortened(harmlessAttachText(legible(words).replace(/\s+/g, ' ').trim()), limit);
}
