import { describe, expect, it } from 'vitest';
import { locales, wordsOf } from '../../src/language/catalogues.ts';
import type { Words } from '../../src/language/words.ts';
import { expectTaken, expectViewTaken } from '../slack/block-kit.ts';
import { everything } from './everything.ts';

/** The same words, and which of them were not used yet. */
function watched(words: Words): { words: Words; unused: Set<string> } {
  const unused = new Set(pathsIn(words));
  const watch = <T extends object>(section: T, path: string): T =>
    new Proxy(section, {
      get(target, key, receiver) {
        const value: unknown = Reflect.get(target, key, receiver);
        const here = `${path}${String(key)}`;
        unused.delete(here);
        return isSection(value) ? watch(value, `${here}.`) : value;
      },
    });
  return { words: watch(words, ''), unused };
}

function pathsIn(section: object, path = ''): string[] {
  return Object.entries(section).flatMap(([key, value]) =>
    isSection(value) ? pathsIn(value, `${path}${key}.`) : [`${path}${key}`],
  );
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every text of a message or a form, wherever it stands. */
function textsIn(shown: unknown): string[] {
  if (Array.isArray(shown)) return shown.flatMap(textsIn);
  if (typeof shown !== 'object' || shown === null) return [];
  return Object.entries(shown).flatMap(([key, value]) =>
    key === 'text' && typeof value === 'string' ? [value] : textsIn(value),
  );
}

function everyText(words: Words): string[] {
  const { messages, views, texts } = everything(words);
  return [...texts, ...textsIn(messages), ...textsIn(views)];
}

describe.each(locales)('everything that is shown in %s', (locale) => {
  it('is taken by Slack', () => {
    const { messages, views } = everything(wordsOf(locale));
    for (const each of messages) expectTaken(each);
    for (const each of views) expectViewTaken(each);
  });

  it('has words, and none that are a mistake in the catalogue', () => {
    for (const text of everyText(wordsOf(locale))) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/undefined|null|NaN|\[object|=>|\$\{| {2}|\s[,.;:!?](?:\s|$)|\.\.(?!\.)/);
    }
  });

  it('uses every sentence of the catalogue', () => {
    const { words, unused } = watched(wordsOf(locale));
    everything(words);
    // Which language it is, is told apart by it and shown nowhere.
    expect([...unused]).toEqual(['locale']);
  });

  it('begins as the contract says, for a script to read', () => {
    const beginnings = everything(wordsOf(locale)).messages.map(({ text }) => /^:\w+:/.exec(text)?.[0] ?? text[0]);
    const english = everything(wordsOf('en')).messages.map(({ text }) => /^:\w+:/.exec(text)?.[0] ?? text[0]);
    if (locale === 'en') expect(beginnings).toContain(':white_check_mark:');
    expect(beginnings.filter((each) => each?.startsWith(':'))).toEqual(english.filter((each) => each?.startsWith(':')));
  });
});

describe('a failure', () => {
  const STEPS = {
    en: /\b(?:ask|send it|send a|send again|tell them|write|type|close|nothing is left to do)\b/i,
    ru: /спросите|обратитесь|отправьте|сообщите|напишите|введите|закройте|делать ничего не нужно/i,
  };

  it.each(locales)('says what to do, in %s', (locale) => {
    const { failed, linking, tooOld } = wordsOf(locale);
    const reasons = Object.values(failed).map((why) => (typeof why === 'string' ? why : why('SOME_CODE')));
    const given = [...reasons, linking.tooOld, linking.refused, ...Object.values(tooOld)];
    expect(given.filter((sentence) => !STEPS[locale].test(sentence))).toEqual([]);
  });
});

describe('what is shown in Russian', () => {
  /** What people read in Latin letters whatever their language: names, what is typed, what another program calls so. */
  const LATIN = [
    /`[^`]*`/g,
    /<[^>]*>/g,
    /:\w+:/g,
    /\S+@\S+/g,
    /b24:\d*/g,
    /&\w+;/g,
    /Notify in Bitrix24/g,
    /«disk»|\(и disk для файлов\)|im, user_basic|files:read/g,
    /\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/g,
    /insufficient_scope|user_access_error|invalid_client/g,
    /people\[0\]|U012ABCDEF|S0614TZR7|Copy member ID|\bYAML\b|\bUTF-8\b|\bDocker\b|people\.example\.yml/g,
    /people\.yml|^English$|\/invite|\bSlack\b|\bREST\b|@here|@x|--x|A &lt; B|\.txt/g,
  ];

  it('is Russian', () => {
    const left: string[] = [];
    for (const text of everyText(wordsOf('ru'))) {
      const rest = LATIN.reduce((shown, allowed) => shown.replaceAll(allowed, ''), text);
      if (/[a-z]{2,}/i.test(rest)) left.push(rest);
    }
    expect(left).toEqual([]);
  });

  it('speaks to people politely, as one does in Russian: “вы”, and never with a capital letter within a sentence', () => {
    for (const text of everyText(wordsOf('ru'))) {
      expect(text).not.toMatch(/(?<![.!?:…]\s|^|\n|_|\*)\bВ(?:ы|ас|ам|аш\p{L}*)(?!\p{L})/u);
      expect(text).not.toMatch(/(?<!\p{L})(?:ты|тебя|тебе|твой|твоя|твоё|твои)(?!\p{L})/iu);
    }
  });
});
