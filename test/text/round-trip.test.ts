import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storeAttach } from '../../sandbox/bitrix24/attach-intake.ts';
import { readBBCode } from '../../sandbox/bitrix24/bb-reader.ts';
import { storeMessage } from '../../sandbox/bitrix24/message-intake.ts';
import { substitute } from '../../sandbox/bitrix24/substitution.ts';
import { documentOf, link, paragraph, portalPerson, text } from '../../src/text/document.ts';
import { BREAK, harmlessAttachText, harmlessMessage, harmlessTitle, legible } from '../../src/text/harmless.ts';
import { linkTarget } from '../../src/text/links.ts';
import { renderBBCode } from '../../src/text/render/bb-code.ts';
import { renderPlainText } from '../../src/text/render/plain-text.ts';
import { anyDocument, hostileText } from './arbitraries.ts';
import { visible } from './codes.ts';
import { corpus, documentOfCase, names } from './corpus-files.ts';

/** What earlier commands of a batch left behind, and nobody's message may pull in. */
const results = {
  result: { n1: 'SECRET', a: 'SECRET', x: 'SECRET' },
  next: { a: 'SECRET' },
  total: { n1: 'SECRET' },
  time: { x: 'SECRET' },
  error: { x: { y: 'SECRET' } },
};

/** A message all the way through the portal: batch, intake, the reader's screen. */
function received(message: string): { text: string; active: { kind: string }[] } {
  const substituted = substitute(message, results);
  expect(substituted).toBe(message);
  const { text, active } = readBBCode(storeMessage(message));
  return { text: text.replaceAll(BREAK, ''), active };
}

/** Blanks and line ends as one blank: the portal sets code and quotes on lines of their own. */
const inOneLine = (words: string): string => words.replace(/\s+/g, ' ').trim();

/** What a message asks the portal to do: its links and mentions, in order. */
function asked(message: string): { kind: string }[] {
  return [...message.matchAll(/\[url(?:=([^\]]+))?\](.*?)\[\/url\]|\[USER=(\d+)\]/g)].map(([, href, label, id]) =>
    id === undefined ? { kind: 'link', href: href ?? label } : { kind: 'user', id: Number(id) },
  );
}

describe('through the portal', () => {
  it('typed text reaches the screen letter by letter and does nothing', () => {
    fc.assert(
      fc.property(hostileText, (words) => {
        const { text: seen, active } = received(renderBBCode(documentOf(paragraph(text(words)))));
        expect(seen.trim()).toBe(legible(words).replaceAll(BREAK, '').trim());
        expect(active).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('text in every style, name and label reaches the screen, with only the asked-for link and mention', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (words, name, label) => {
        const line = (typed: string): string => legible(typed).replaceAll('\n', ' ').replaceAll(BREAK, '');
        const shownLabel = line(label).trim() === '' ? 'https://example.com/x' : line(label);
        const shownName = line(name).trim() === '' ? 'Anna' : line(name);
        const message = renderBBCode(
          documentOf(
            paragraph(
              text(line(words), { bold: true, italic: true }),
              'A ',
              portalPerson(7, shownName, { bold: true }),
              ' B ',
              link('https://example.com/x', shownLabel, { strike: true }),
              ' C',
            ),
          ),
        );
        const { text: seen, active } = received(message);
        expect(inOneLine(seen)).toBe(inOneLine(`${line(words)}A ${shownName} B ${shownLabel} C`));
        expect(active).toEqual([
          { kind: 'user', id: 7 },
          { kind: 'link', href: 'https://example.com/x' },
        ]);
      }),
      { numRuns: 1000 },
    );
  });

  it('any document does what it asks for, nothing else, and shows its letters', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const message = renderBBCode(document);
        const { text: seen, active } = received(message);
        expect(active).toEqual(asked(message));
        if (message.includes('[timestamp=')) return;
        expect(inOneLine(seen)).toBe(inOneLine(visible(message)));
      }),
      { numRuns: 500 },
    );
  });

  it('any address leads where it led, or nowhere', () => {
    fc.assert(
      fc.property(hostileText, (words) => {
        const url = `https://example.com/${words}`;
        const target = linkTarget(url);
        const { active } = received(renderBBCode(documentOf(paragraph(link(url, 'label'), ' end'))));
        expect(active).toEqual(target === undefined ? [] : [{ kind: 'link', href: target }]);
        if (target !== undefined) expect(new URL(target).hostname).toBe('example.com');
      }),
      { numRuns: 1000 },
    );
  });

  it('a message cut at the limit is not cut again', () => {
    const long = documentOf(paragraph(text('слово 👩‍👩‍👧‍👦 [b]word '.repeat(3000))));
    const message = renderBBCode(long, { limit: 20_000, cutNote: '… shortened', whole: 'https://acme.slack.com/x' });
    expect(received(message).active).toEqual([{ kind: 'link', href: 'https://acme.slack.com/x' }]);
    expect(storeMessage(message)).toBe(message);
    expect(message.endsWith('\n[url=https://acme.slack.com/x]… shortened[/url]')).toBe(true);
  });

  it('plain text is not changed by a batch', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const plain = renderPlainText(document);
        expect(substitute(plain, results)).toBe(plain);
      }),
    );
  });

  it('text in an attachment keeps its backslashes', () => {
    fc.assert(
      fc.property(hostileText, (words) => {
        const typed = `x${legible(words)}x`;
        const stored = storeAttach([{ MESSAGE: harmlessAttachText(typed) }]);
        const message = String(stored?.BLOCKS[0]?.MESSAGE ?? '');
        const { text: seen, active } = received(message);
        expect(seen).toBe(typed.replaceAll(BREAK, ''));
        expect(active).toEqual([]);
      }),
      { numRuns: 1000 },
    );
    const named = storeAttach([
      { FILE: [{ LINK: 'https://example.com/f', NAME: harmlessTitle('C:\\new\\table "a\\\\b"') }] },
    ]);
    expect(JSON.stringify(named).replaceAll(BREAK, '')).toContain(JSON.stringify('C:\\new\\table "a\\\\b"'));
  });

  it.each(corpus())('$name arrives', ({ input }) => {
    const message = renderBBCode(documentOfCase(input), { names });
    const { text: seen, active } = received(message);
    expect(active).toEqual(asked(message));
    if (!message.includes('[timestamp=')) {
      expect(inOneLine(seen)).toBe(inOneLine(visible(message)));
    }
  });

  it('a field of the form that holds a code is harmless too', () => {
    expect(received(harmlessMessage('[send=/x]y[/send] <b>z</b>'))).toEqual({
      text: '[send=/x]y[/send] <b>z</b>',
      active: [],
    });
  });
});
