import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats, sizeWith } from '../../src/language/formats.ts';
import { russian } from '../../src/language/russian.ts';
import type { Words } from '../../src/language/words.ts';

const PEOPLE = { one: 'человек', few: 'человека', many: 'человек', other: 'человека' };

describe('a number with its noun', () => {
  it.each([
    [0, 'человек'],
    [1, 'человек'],
    [2, 'человека'],
    [3, 'человека'],
    [4, 'человека'],
    [5, 'человек'],
    [11, 'человек'],
    [12, 'человек'],
    [14, 'человек'],
    [20, 'человек'],
    [21, 'человек'],
    [22, 'человека'],
    [25, 'человек'],
    [101, 'человек'],
    [102, 'человека'],
    [111, 'человек'],
    [112, 'человек'],
    [122, 'человека'],
    [1.5, 'человека'],
  ])('in Russian: %d %s', (count, noun) => {
    expect(formats('ru').plural(count, PEOPLE)).toBe(noun);
  });

  it('follows the last digits in Russian, whatever stands before them', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (count) => {
        const { plural } = formats('ru');
        expect(plural(count, PEOPLE)).toBe(plural(count % 100, PEOPLE));
      }),
    );
  });

  it.each([
    [1, '1 person'],
    [2, '2 people'],
    [21, '21 people'],
    [1001, '1,001 people'],
  ])('in English: %d', (count, shown) => {
    expect(formats('en').counted(count, { one: 'person', other: 'people' })).toBe(shown);
  });

  it.each([
    [1, 'Отправить 1 получателю', 'вы отправили 1 запрос,', 'Получатели (1 человек): X'],
    [2, 'Отправить 2 получателям', 'вы отправили 2 запроса,', 'Получатели (2 человека): X'],
    [5, 'Отправить 5 получателям', 'вы отправили 5 запросов,', 'Получатели (5 человек): X'],
    [21, 'Отправить 21 получателю', 'вы отправили 21 запрос,', 'Получатели (21 человек): X'],
    [111, 'Отправить 111 получателям', 'вы отправили 111 запросов,', 'Получатели (111 человек): X'],
  ])('in Russian sentences: %d', (count, button, tooFast, asked) => {
    expect(russian.button.sendTo(count)).toBe(button);
    expect(russian.refused.tooFast(count)).toContain(tooFast);
    expect(russian.confirmation.asks(count, 'X')).toContain(asked);
  });

  it('takes the form for everything else where a language does not name one', () => {
    expect(formats('ru').plural(5, { other: 'шт.' })).toBe('шт.');
  });
});

describe('lists and sizes', () => {
  it('are written as the language does', () => {
    expect(formats('en').all(['A', 'B', 'C'])).toBe('A, B, and C');
    expect(formats('ru').all(['А', 'Б', 'В'])).toBe('А, Б и В');
    expect(formats('ru').any(['А', 'Б'])).toBe('А или Б');
    expect(sizeWith(1536, ['Б', 'КБ', 'МБ', 'ГБ'], 'ru')).toBe('1,5 КБ');
    expect(sizeWith(5 * 1024 ** 3, ['B', 'KB', 'MB', 'GB'], 'en')).toBe('5 GB');
  });
});

it('a language that lacks a sentence, or has one too many, does not pass the type check', () => {
  // @ts-expect-error a section is missing
  const without: Words = (({ button, ...rest }) => rest)(russian);
  // @ts-expect-error a sentence is missing
  const less: Words = { ...russian, history: (({ waiting, ...rest }) => rest)(russian.history) };
  // @ts-expect-error a sentence that English does not have
  const more: Words = { ...russian, button: { ...russian.button, dance: 'Танцевать' } };
  // @ts-expect-error a sentence that forgets its number is none
  const wrong: Words = { ...russian, button: { ...russian.button, sendTo: 5 } };
  expect([without, less, more, wrong]).toHaveLength(4);
});
