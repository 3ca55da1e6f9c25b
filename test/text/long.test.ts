import { describe, expect, it } from 'vitest';
import { hostile, repeated } from '../../bench/text/hostile.ts';
import { parseMarkdown } from '../../src/text/parse/markdown.ts';
import { parseMessage } from '../../src/text/parse/message.ts';
import { parseMrkdwn } from '../../src/text/parse/mrkdwn.ts';
import { renderBBCode } from '../../src/text/render/bb-code.ts';
import { renderPlainText } from '../../src/text/render/plain-text.ts';
import { misnested } from './codes.ts';

/** Nobody measures time here; a parser that loses itself in one of these ends no test. (The benchmark has the times.) */
describe('100,000 characters of nothing but trouble', () => {
  it.each(hostile)('$name are read, kept to the limit and harmless', ({ unit }) => {
    const words = repeated(unit, 100_000);
    const message = renderBBCode(parseMrkdwn(words), { limit: 20_000 });
    expect(message.length).toBeLessThanOrEqual(20_000);
    expect(misnested(message)).toBeUndefined();
    expect(renderPlainText(parseMrkdwn(words), { limit: 20_000 }).length).toBeLessThanOrEqual(20_000);
    expect(misnested(renderBBCode(parseMarkdown(words)))).toBeUndefined();
  });

  it('Markdown with more marks than anybody writes is shown as typed', () => {
    const words = '*a_b'.repeat(3000);
    expect(renderPlainText(parseMarkdown(words))).toBe(words);
  });

  it('blocks nested a thousand deep are read as deep as anybody looks', () => {
    let block: unknown = { type: 'section', text: { type: 'plain_text', text: 'deep' } };
    let attachment: unknown = { text: 'deep' };
    for (let depth = 0; depth < 1000; depth += 1) {
      block = { type: 'container', title: { type: 'plain_text', text: 'in' }, child_blocks: [block] };
      attachment = {
        text: 'in',
        is_share: true,
        message_blocks: [{ message: { text: 'in', attachments: [attachment] } }],
      };
    }
    expect(renderPlainText(parseMessage({ blocks: [block] }))).toMatch(/^> in\n/);
    expect(renderPlainText(parseMessage({ attachments: [attachment] }))).toMatch(/^> in\n/);
  });

  it('more parts than a call has room for arguments are read', () => {
    const many = 200_000;
    const elements = Array.from({ length: many }, () => ({ type: 'text', text: 'a ' }));
    const section = { type: 'rich_text_section', elements };
    const message = parseMessage({
      blocks: [{ type: 'rich_text', elements: [section, { type: 'rich_text_quote', elements }] }],
    });
    expect(renderPlainText(message).length).toBe(many * 4 + '\n> '.length);
    expect(renderPlainText(parseMrkdwn(':a:'.repeat(many))).length).toBeGreaterThan(many);
  });

  it('a message of ten thousand blocks keeps to the limit', () => {
    const blocks = Array.from({ length: 10_000 }, (_, index) => ({
      type: 'section',
      text: { type: 'mrkdwn', text: `*${index}*` },
    }));
    expect(renderBBCode(parseMessage({ blocks }), { limit: 500 })).toMatch(
      /^\[b\]0\[\/b\]\n\n\[b\]1\[\/b\]\n[\s\S]*\n…$/,
    );
  });
});
