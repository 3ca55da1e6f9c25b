import { describe, expect, it } from 'vitest';
import { code, documentOf, link, paragraph, portalPerson, quote, text } from '../../src/text/document.ts';
import { parseMrkdwn } from '../../src/text/parse/mrkdwn.ts';
import { renderBBCode } from '../../src/text/render/bb-code.ts';
import { renderPlainText } from '../../src/text/render/plain-text.ts';

const words = documentOf(paragraph('one two three four five six seven'));

describe('a limit', () => {
  it('leaves a text alone that just fits', () => {
    expect(renderBBCode(words, { limit: 33 })).toBe('one two three four five six seven');
  });

  it('cuts between two words and says so', () => {
    expect(renderBBCode(words, { limit: 32 })).toBe('one two three four five six\n…');
    expect(renderBBCode(words, { limit: 30, cutNote: '… shortened' })).toBe('one two three four\n… shortened');
    expect(renderPlainText(words, { limit: 30, cutNote: '… shortened' })).toBe('one two three four\n… shortened');
  });

  it('makes the note a link to the whole message', () => {
    const options = { limit: 60, cutNote: '… shortened', whole: 'https://x.example/p1' };
    const long = documentOf(paragraph('word '.repeat(40)));
    expect(renderBBCode(long, { ...options, limit: 110 })).toBe(
      `${'word '.repeat(13).trim()}\n[url=https://x.example/p1]… shortened[/url]`,
    );
    expect(renderPlainText(long, { ...options, limit: 80 })).toBe(
      `${'word '.repeat(9).trim()}\n… shortened (https://x.example/p1)`,
    );
  });

  it('gives up the link, then the note, before the text, where all do not fit', () => {
    const options = { cutNote: '… shortened', whole: `https://x.example/${'p'.repeat(40)}` };
    expect(renderBBCode(words, { ...options, limit: 28 })).toBe('one two three\n… shortened');
    expect(renderBBCode(words, { ...options, limit: 10 })).toBe('one two…');
    expect(renderBBCode(words, { ...options, limit: 1 })).toBe('o');
    expect(renderBBCode(words, { ...options, limit: 0 })).toBe('');
  });

  it('closes what is open', () => {
    expect(renderBBCode(parseMrkdwn('*bold words that go on and on and on*'), { limit: 25 })).toBe(
      '[b]bold words that[/b]\n…',
    );
    expect(renderBBCode(documentOf(code('let x = 1;\nlet y = 2;\nlet z = 3;')), { limit: 34 })).toBe(
      '[code]let x = 1;\nlet y =[/code]\n…',
    );
    expect(renderBBCode(documentOf(quote(paragraph('quoted words here'))), { limit: 16 })).toBe('>>quoted words\n…');
  });

  it('never cuts a mention, an address or an open code in two', () => {
    const mention = documentOf(paragraph('hello ', portalPerson(10, 'Anna Ivanova'), ' there you are'));
    expect(renderBBCode(mention, { limit: 30 })).toBe('hello\n…');
    const address = documentOf(paragraph('see ', link('https://example.com/a/long/path/to/a/page'), ' now'));
    expect(renderBBCode(address, { limit: 40 })).toBe('see\n…');
    const label = documentOf(paragraph('see ', link('https://e.example', 'a label of words'), ' and more words'));
    expect(renderBBCode(label, { limit: 44 })).toBe('see [url=https://e.example]a label[/url]\n…');
    expect(renderBBCode(label, { limit: 33 })).toBe('see\n…');
  });

  it('cuts a word without blanks between two graphemes', () => {
    const family = '👩‍👩‍👧‍👦';
    const cut = renderBBCode(documentOf(paragraph(family.repeat(10))), { limit: 30 });
    expect(cut).toBe(`${family.repeat(2)}\n…`);
    const accents = renderBBCode(documentOf(paragraph('e\u0301'.repeat(20))), { limit: 11 });
    expect(accents).toBe(`${'e\u0301'.repeat(4)}\n…`);
  });

  it('cuts Chinese and Thai between words, where no blank shows them', () => {
    const chinese = renderBBCode(documentOf(paragraph('我们明天开会讨论预算')), { limit: 7 });
    expect(chinese).toBe('我们明天\n…');
  });

  it('counts what makes a text harmless', () => {
    const codes = documentOf(paragraph(text('[b]'.repeat(20))));
    const cut = renderBBCode(codes, { limit: 50 });
    expect(cut.length).toBeLessThanOrEqual(50);
    expect(cut).not.toContain('[b]');
  });

  it('is 20,000 by code points as well, which the portal counts', () => {
    const cut = renderBBCode(documentOf(paragraph('🎉 '.repeat(15_000))), { limit: 20_000 });
    expect(cut.length).toBeLessThanOrEqual(20_000);
    expect([...cut].length).toBeLessThanOrEqual(20_000);
  });
});
