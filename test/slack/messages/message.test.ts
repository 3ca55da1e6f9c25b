import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../src/language/catalogues.ts';
import { historyMessage } from '../../../src/slack/messages/history.ts';
import { message } from '../../../src/slack/messages/message.ts';
import { storeRefused } from '../../../src/slack/messages/reasons.ts';
import { unclearMessage } from '../../../src/slack/messages/unclear.ts';
import { expectTaken, textOf } from '../block-kit.ts';

const words = wordsOf('en');

describe('a message', () => {
  it('is one section as long as it can be, and goes on in another', () => {
    expect(message('x'.repeat(3000)).blocks).toHaveLength(1);
    expect(message('x'.repeat(3001)).blocks).toHaveLength(2);
  });

  it('loses no word of a text of some length, and cuts no token, entity or emoji', () => {
    const word = fc.constantFrom(
      '<@U0ANNA001>',
      '&amp;',
      '&lt;',
      '😀',
      'word',
      '<https://example.com/a|a label>',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1500, maxLength: 4000 }), fc.constantFrom(' ', ''), (parts, between) => {
        const text = parts.join(between);
        const written = message(text);
        expectTaken({ ...written, text: 'x' });
        const shown = textOf(written);
        if (text.length < 30_000) expect(shown.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        expect(shown.replace(/<@U0ANNA001>|&amp;|&lt;|<https:\/\/example.com\/a\|a label>/g, '')).not.toMatch(/[<>&]/);
        expect(shown.isWellFormed()).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('gives back 20,000 characters that could not be stored', () => {
    const typed = 'one two three\n'.repeat(1400);
    const written = message(`:x: ${storeRefused(words, typed)}`);
    expectTaken(written);
    expect(textOf(written).match(/>one two three/g)).toHaveLength(1400);
  });

  it('quotes what was not understood, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 6000 }), (typed) => {
        expectTaken(unclearMessage(words, { kind: 'no recipient', found: typed }, typed, 'd1'));
        expectTaken(unclearMessage(words, { kind: 'no mention', name: typed }, typed, 'd1'));
      }),
      { numRuns: 200 },
    );
  });

  it('lists a history of ten', () => {
    const counts = new Map([
      ['delivered', 50],
      ['failed', 3],
    ] as const);
    const line = { id: 'r', createdAt: 1_790_000_000_000, summary: '<'.repeat(80), leftOut: [], counts, few: [] };
    const written = historyMessage(
      words,
      Array.from({ length: 10 }, () => line),
    );
    expectTaken(written);
    expect(textOf(written).match(/50 delivered, 3 not delivered/g)).toHaveLength(10);
    expectTaken(historyMessage(words, []));
  });
});
