import { describe, expect, it, onTestFinished } from 'vitest';
import type { Locale } from '../../src/language/catalogues.ts';
import { notificationWords } from '../../src/requests/notification-words.ts';

/** A portal that says one thing after the other; the settings name a language or none. */
function house(answers: (string | undefined | Error)[], locale?: Locale) {
  let asked = 0;
  const known = Promise.withResolvers<Locale>();
  const silent: unknown[] = [];
  const { words, start, stop } = notificationWords(locale, {
    async portalLanguage() {
      const answer = answers[asked];
      asked += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    onKnown: known.resolve,
    onSilent: (error) => silent.push(error),
    pause: 1,
  });
  start();
  onTestFinished(stop);
  return { known: known.promise, asked: () => asked, language: () => words().locale, silent };
}

describe('the language inside a notification', () => {
  it('is the one of the settings, and nobody is asked', async () => {
    const { language, asked } = house(['en'], 'ru');
    expect(language()).toBe('ru');
    expect(asked()).toBe(0);
  });

  it('is English until the portal says its own', async () => {
    const { language, known } = house(['ru']);
    expect(language()).toBe('en');
    await known;
    expect(language()).toBe('ru');
  });

  it('is English where the portal never says it, or the bot does not speak it', async () => {
    for (const answer of [undefined, 'de']) {
      const { language, known } = house([answer]);
      expect(await known).toBe('en');
      expect(language()).toBe('en');
    }
  });

  it('is asked for again as long as the portal is out of reach', async () => {
    const { language, known, asked, silent } = house([new Error('refused'), new Error('refused'), 'ru-RU']);
    await known;
    expect(language()).toBe('ru');
    expect(asked()).toBe(3);
    expect(silent).toHaveLength(2);
  });
});
