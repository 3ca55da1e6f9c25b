import shortcodes from 'emojibase-data/en/shortcodes/iamcal.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { emojiCharacters, emojiFromHex } from '../../src/text/emoji.ts';

describe('Slack’s emoji names', () => {
  it('are all known, each as one drawn sign', () => {
    const names = Object.values(shortcodes).flat();
    expect(names.length).toBeGreaterThan(1800);
    const segmenter = new Intl.Segmenter();
    for (const name of names) {
      const drawn = emojiCharacters(name);
      expect(drawn, name).toMatch(/\p{Emoji}/u);
      expect([...segmenter.segment(drawn)], name).toHaveLength(1);
    }
  });

  it.each([
    ['+1', '👍'],
    ['heart', '❤️'],
    ['sunny', '☀️'],
    ['hash', '#️⃣'],
    ['flag-england', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['woman-shrugging::skin-tone-5', '🤷🏾‍♀️'],
    ['point_up::skin-tone-2', '☝🏻'],
    ['tada::skin-tone-3', '🎉'],
    ['no_such_emoji', ''],
    ['constructor', ''],
    ['wave::skin-tone-9', '👋'],
  ])('%s is %s', (name, drawn) => {
    expect(emojiCharacters(name)).toBe(drawn);
  });

  it('come as code points in rich text; what is none is nothing', () => {
    expect(emojiFromHex('1f468-200d-1f469-200d-1f467')).toBe('👨‍👩‍👧');
    for (const none of ['', 'x', '110000', 'd800', '1f600-', '-', '1'.repeat(99)]) expect(emojiFromHex(none)).toBe('');
  });
});
