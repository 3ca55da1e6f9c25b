import shortcodes from 'emojibase-data/en/shortcodes/iamcal.json' with { type: 'json' };

/** Slack's emoji names are those of iamcal/emoji-data; about 1,900 of them, kept as one map from name to characters. */
const characters = new Map<string, string>();
for (const [hex, names] of Object.entries(shortcodes)) {
  const drawn = emojiFromHex(hex);
  for (const name of typeof names === 'string' ? [names] : names) characters.set(name, drawn);
}

const skinTones = ['\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}'];

/**
 * The characters of a Slack emoji name such as `wave` or `wave::skin-tone-3`; empty for a custom emoji of the
 * workspace, whose name nobody else knows.
 */
export function emojiCharacters(name: string): string {
  const [base = '', tones = ''] = name.split('::skin-tone-');
  const drawn = characters.get(base) ?? '';
  return tones === '' ? drawn : withSkinTones(drawn, tones.split('-').map(Number));
}

/** The characters of code points written as hexadecimal joined with `-`, as in the `unicode` of rich text; empty if they are none. */
export function emojiFromHex(hex: string): string {
  if (!/^[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,15}$/i.test(hex)) return '';
  const points = hex.split('-').map((point) => Number.parseInt(point, 16));
  if (points.some((point) => point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))) return '';
  const drawn = String.fromCodePoint(...points);
  // A single sign that is text by default (❤, ☀) is drawn as an emoji only before U+FE0F.
  return points.length === 1 && !/\p{Emoji_Presentation}/u.test(drawn) ? `${drawn}\ufe0f` : drawn;
}

/**
 * Puts Slack's skin tones (2 to 6) on every sign that can carry one: with one tone all get it, with two, as in
 * `handshake::skin-tone-2-5`, each its own.
 */
export function withSkinTones(drawn: string, tones: readonly number[]): string {
  if (/\p{Emoji_Modifier}/u.test(drawn)) return drawn;
  let index = 0;
  return drawn.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, (whole, sign: string) => {
    const tone = tones[Math.min(index, tones.length - 1)];
    index += 1;
    const modifier = tone === undefined ? undefined : skinTones[tone - 2];
    return modifier === undefined ? whole : sign + modifier;
  });
}
