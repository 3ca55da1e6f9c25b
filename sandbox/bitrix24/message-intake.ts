import { trim } from './php-value.ts';

/** Characters, counted as code points, that the portal keeps of a message. */
export const MESSAGE_LIMIT = 20_000;

/**
 * What the portal makes of a MESSAGE before anybody reads it: line breaks, trimming, the silent cut, HTML turned into
 * BB code, entities decoded (module source: im/classes/general/im_messenger.php, im/lib/text.php).
 *
 * Entities are decoded everywhere, also inside `[code]`, although some versions spare it: the stricter of the two.
 *
 * @param maySee whether the author may see this person; a mention of somebody else is reduced to its words
 */
export function storeMessage(raw: string, maySee: (userId: number) => boolean = () => true): string {
  const broken = trim(raw.replace(/\[BR\]|\[br\]|#BR#/g, '\n'));
  const seen = cut(broken).replace(
    /\[USER=(\d+)(?: REPLACE)?\](.*?)\[\/USER\]/gi,
    (whole: string, id: string, words: string) => (maySee(Number(id)) ? whole : words),
  );
  return decodeEntities(htmlToBBCode(seen));
}

function cut(text: string): string {
  if (text.length <= MESSAGE_LIMIT) return text;
  const characters = [...text];
  return characters.length > MESSAGE_LIMIT ? `${characters.slice(0, MESSAGE_LIMIT).join('')} (...)` : text;
}

/** Text that only looks like HTML changes here as well. */
export function htmlToBBCode(html: string): string {
  let text = html.replaceAll('&nbsp;', ' ').replaceAll('<hr>', '------[BR]').replaceAll('#BR#', '[BR]');
  text = text.replace(/<br\s*\/*>/gisu, '[br]');
  if (!text.includes('</')) return text;
  text = untilSettled(text, /<([busi])[^>a-z]*>(.+?)<\/\1[^>a-z]*>/gisu, '[$1]$2[/$1]');
  text = text.replace(/<a[^>]+href\s*=\s*('|")(.+?)\1[^>]*>(.*?)<\/a[^>]*>/gisu, '[url=$2]$3[/url]');
  text = text.replace(/<a[^>]+href\s*=\s*([^'">]+)>(.*?)<\/a[^>]*>/gisu, '[url=$1]$2[/url]');
  for (const tag of ['font', 'span']) {
    const coloured = new RegExp(
      `<${tag}[^>]+color\\s*=[\\s'"]*#([0-9a-f]{3}|[0-9a-f]{6})[\\s'"]*>(.+?)</${tag}[^>]*>`,
      'giu',
    );
    text = text.replace(coloured, '[color=#$1]$2[/color]');
  }
  text = text.replace(/<font[^>]+size\s*=[\s'"]*(\d+)[\s'"]*>(.+?)<\/font[^>]*>/giu, '[size=$1]$2[/size]');
  text = untilSettled(text, /<div.*?>(.*?)<\/div>/giu, '$1');
  text = untilSettled(text, /<span.*?>(.*?)<\/span>/giu, '$1');
  return text.replace(/<font.*?>(.*?)<\/font>/giu, '$1');
}

function untilSettled(text: string, pattern: RegExp, replacement: string): string {
  let settled = text;
  for (let before = ''; before !== settled; ) {
    before = settled;
    settled = settled.replace(pattern, replacement);
  }
  return settled;
}

/** In the portal's order: `&amp;` comes last, so what was escaped twice stays escaped once. */
const NAMED: readonly (readonly [string, string])[] = [
  ['&nbsp;', ' '],
  ['&quot;', '"'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
];

/** Decimal entities that are not simply the sign with this number. */
const SPELLED: { [number: number]: string } = { 169: '(c)', 153: '(tm)', 174: '(r)' };

/** The portal knows some decimal entities and not others; which, depends on the version. Here it knows all of ASCII. */
export function decodeEntities(text: string): string {
  const decoded = text.replace(/&#0*(\d{1,3});/g, (whole, digits: string) => {
    const number = Number(digits);
    return SPELLED[number] ?? (number >= 32 && number < 127 && number !== 38 ? String.fromCharCode(number) : whole);
  });
  return NAMED.reduce((signs, [entity, sign]) => signs.replaceAll(entity, () => sign), decoded).replace(
    /&#0*38;/g,
    '&',
  );
}
