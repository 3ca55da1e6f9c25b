import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf, paragraph, text } from '../../src/text/document.ts';
import { BREAK, harmlessAttachText, harmlessMessage, harmlessTitle, legible } from '../../src/text/harmless.ts';
import { parseBlocks } from '../../src/text/parse/blocks.ts';
import { parseMarkdown } from '../../src/text/parse/markdown.ts';
import { parseMessage } from '../../src/text/parse/message.ts';
import { parseMrkdwn } from '../../src/text/parse/mrkdwn.ts';
import { parseRichText } from '../../src/text/parse/rich-text.ts';
import { renderBBCode } from '../../src/text/render/bb-code.ts';
import { renderPlainText } from '../../src/text/render/plain-text.ts';
import { renderRichText } from '../../src/text/render/rich-text.ts';
import { renderSummary } from '../../src/text/render/summary.ts';
import { anyDocument, hostileText, plainDocument } from './arbitraries.ts';
import { misnested, visibleWithQuotes } from './codes.ts';

describe('any document', () => {
  it('renders with its codes balanced and properly nested, none over two lines', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(misnested(renderBBCode(document))).toBeUndefined();
      }),
    );
  });

  it('renders in whole characters only: half a one would end the encoding of a whole batch', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(renderBBCode(document).isWellFormed()).toBe(true);
        expect(renderPlainText(document).isWellFormed()).toBe(true);
      }),
    );
  });

  it('is the plain text once the codes are gone', () => {
    fc.assert(
      fc.property(plainDocument, (document) => {
        const plain = renderPlainText(document).replaceAll(BREAK, '').replaceAll('\u00a0', ' ');
        expect(visibleWithQuotes(renderBBCode(document)).split('\n> ').join('\n')).toBe(plain.split('\n> ').join('\n'));
      }),
    );
  });

  it('keeps to a limit, codes closed, and a larger limit changes nothing', () => {
    fc.assert(
      fc.property(anyDocument, fc.nat(300), (document, limit) => {
        const options = { limit, cutNote: '… shortened', whole: 'https://acme.slack.com/archives/C1/p1' };
        const whole = renderBBCode(document);
        const cut = renderBBCode(document, options);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(misnested(cut)).toBeUndefined();
        expect(renderBBCode(document, options)).toBe(cut);
        expect(renderBBCode(document, { ...options, limit: whole.length })).toBe(whole);
        expect(renderPlainText(document, options).length).toBeLessThanOrEqual(limit);
        expect(renderSummary(document, { limit }).length).toBeLessThanOrEqual(limit);
        expect(renderSummary(document, { limit })).not.toContain('\n');
      }),
    );
  });

  it('becomes a rich text that Slack can take: nothing empty, only whole characters', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const { elements } = renderRichText(document);
        expect(elements.length).toBeGreaterThan(0);
        for (const part of elements) {
          const sections = part.type === 'rich_text_list' ? part.elements : [part];
          expect(sections.length).toBeGreaterThan(0);
          for (const section of sections) {
            expect(section.elements.length).toBeGreaterThan(0);
            for (const element of section.elements) {
              if ('text' in element) expect(element.text).not.toBe('');
            }
          }
        }
        expect(JSON.stringify(elements).isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('any text', () => {
  it('reads the same with its breaks taken out, and is not broken twice', () => {
    fc.assert(
      fc.property(hostileText, (words) => {
        const harmless = harmlessMessage(words);
        expect(harmless.replaceAll(BREAK, '')).toBe(legible(words).replaceAll(BREAK, ''));
        expect(harmlessMessage(harmless)).toBe(harmless);
        expect(harmlessAttachText(harmlessAttachText(words))).toBe(harmlessAttachText(words));
        expect(harmlessTitle(words, 40).length).toBeLessThanOrEqual(40);
      }),
    );
  });

  it('goes through untouched when it holds nothing that acts', () => {
    const ordinary = fc.string({
      unit: fc.constantFrom(...'abcXYZ 0123456789.,;!?()[]{}<>=+-/\\"\'%@^|éяж漢🎉\n', '[1]', '[x]', ' < ', 'a[0]'),
    });
    fc.assert(
      fc.property(ordinary, (words) => {
        fc.pre(!/\[\/?[bp](?![a-zж漢é])|\[\/?a\b|^\s*>>|<\/?[ab]/im.test(words));
        expect(renderBBCode(documentOf(paragraph(text(words)))).trim()).toBe(words.trim());
      }),
    );
  });

  it('is read as mrkdwn and as Markdown without a throw', () => {
    fc.assert(
      fc.property(hostileText, (words) => {
        for (const parse of [parseMrkdwn, parseMarkdown]) expect(misnested(renderBBCode(parse(words)))).toBeUndefined();
      }),
    );
  });
});

describe('any payload', () => {
  const keys = [
    'type',
    'text',
    'elements',
    'blocks',
    'attachments',
    'fields',
    'rows',
    'title',
    'url',
    'style',
    'files',
    'accessory',
    'message',
    'message_blocks',
    'chart',
    'series',
    'tasks',
    'element',
    'actions',
    'ts',
    'unicode',
    'name',
    'indent',
    'offset',
    'border',
    'timestamp',
    'image_url',
    'from_url',
    'child_blocks',
    'alt_text',
  ];
  const types = [
    'rich_text',
    'rich_text_section',
    'rich_text_list',
    'rich_text_quote',
    'rich_text_preformatted',
    'section',
    'header',
    'context',
    'image',
    'actions',
    'markdown',
    'table',
    'data_table',
    'data_visualization',
    'video',
    'card',
    'carousel',
    'container',
    'alert',
    'task_card',
    'plan',
    'input',
    'file',
    'text',
    'link',
    'user',
    'emoji',
    'date',
    'color',
    'mrkdwn',
    'plain_text',
    'button',
    'message_changed',
  ];
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom(null, true, 0, -1, 1e21, '', 'words *bold* <@U1> [b]', ...types),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 6 }),
    ),
  }));

  it('is read and rendered without a throw', () => {
    fc.assert(
      fc.property(fc.oneof(node, fc.anything()), (payload) => {
        for (const parse of [parseMessage, parseBlocks, parseRichText]) {
          const document = parse(payload);
          expect(misnested(renderBBCode(document))).toBeUndefined();
          expect(typeof renderPlainText(document)).toBe('string');
        }
      }),
      { numRuns: 300 },
    );
  });
});
