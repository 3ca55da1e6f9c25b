import { describe, expect, it } from 'vitest';
import {
  BREAK,
  harmlessAttachText,
  harmlessMessage,
  harmlessPlainText,
  harmlessTitle,
  legible,
} from '../../src/text/harmless.ts';
import { linkTarget } from '../../src/text/links.ts';

describe('typed text made harmless', () => {
  it.each([
    'array[0] and list[x], [1] [WIP] [ ]',
    'a < b, x<y, List<String>, <3',
    'AT&T, a & b, Q&A; ?a=1&b=2',
    '$5, $total, $result: none',
    '# heading, #1, :smile:',
    '> quote, -> arrow, ------',
    'C:\\new\\table',
  ])('stays as it is where nothing acts: %s', (words) => {
    expect(harmlessMessage(words)).toBe(words);
  });

  it('is broken by one character, once', () => {
    expect(harmlessMessage('[b]')).toBe(`[${BREAK}b]`);
    expect(harmlessMessage(`[${BREAK}b]`)).toBe(`[${BREAK}b]`);
    expect(harmlessMessage(harmlessMessage('[/send] &lt; <br>'))).toBe(harmlessMessage('[/send] &lt; <br>'));
  });

  it('in plain text is broken only where a batch would replace it', () => {
    expect(harmlessPlainText('[b] <b> $result[n1] #BR#')).toBe(`[b] <b> $${BREAK}result[n1] #${BREAK}BR#`);
  });

  it('in an attachment keeps its backslash pairs apart', () => {
    expect(harmlessAttachText('C:\\new\\table\\x "a\\"')).toBe(`C:\\${BREAK}new\\${BREAK}table\\x "a\\${BREAK}"`);
    expect(harmlessAttachText('\\\\\\n')).toBe(`\\${BREAK}\\${BREAK}\\${BREAK}n`);
  });

  it('as a title stands on one line and keeps to its length', () => {
    expect(harmlessTitle('a\nb\t[b]  c')).toBe(`a b [${BREAK}b] c`);
    expect(harmlessTitle('word '.repeat(100)).length).toBeLessThanOrEqual(250);
    expect(harmlessTitle('👩‍👩‍👧‍👦'.repeat(3), 25)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…');
  });

  it('loses what nobody can see and databases refuse', () => {
    expect(legible('a\u0000b\u202ec\ud800\r\nd\u2028e\u2067f\u200d')).toBe('abc\ufffd\nd\nef\u200d');
  });
});

describe('an address for a link', () => {
  it.each([
    ['https://example.com', 'https://example.com'],
    ['HTTP://Example.com/ПУТЬ?ф=1', 'HTTP://Example.com/ПУТЬ?ф=1'],
    ['https://example.com/a b"c', 'https://example.com/a%20b%22c'],
    ['https://example.com/[x]#a#b', 'https://example.com/%5Bx%5D#a%23b'],
    [' https://exa\nmple.com ', 'https://example.com'],
    ['https://example.com/?a=&lt;&b=2;', 'https://example.com/?a=&lt%3B&b=2;'],
    ['https://user:pass@example.com:8443/', 'https://user:pass@example.com:8443/'],
  ])('%s is safe as %s', (url, target) => {
    expect(linkTarget(url)).toBe(target);
  });

  it.each([
    '',
    'x',
    'javascript:alert(1)',
    'JaVaScRiPt:https://x',
    '//evil.example',
    'https:///x',
    'http://',
    'ftp://x',
    'mailto:a@b',
    'https://[::1]/',
  ])('%s is none', (url) => {
    expect(linkTarget(url)).toBeUndefined();
  });
});
