import { describe, expect, it } from 'vitest';
import { type Document, documentOf, isEmpty } from '../../src/text/document.ts';
import { parseMarkdown } from '../../src/text/parse/markdown.ts';
import { parseMrkdwn } from '../../src/text/parse/mrkdwn.ts';
import { parseRichText } from '../../src/text/parse/rich-text.ts';
import { renderBBCode } from '../../src/text/render/bb-code.ts';
import { renderRichText } from '../../src/text/render/rich-text.ts';
import { corpus, documentOfCase, names } from './corpus-files.ts';

describe('what was typed in a command, as the first value of a form', () => {
  it('keeps styles, mentions, links, emoji, quotes and code as Slack’s own elements', () => {
    const typed =
      'hi <@U012ABC|anna>, <!subteam^S012ABC|@ops> in <#C012ABC|dev>: *bold* `x` :tada: <https://x.example|x>\n&gt; quoted\n```code```';
    expect(renderRichText(parseMrkdwn(typed)).elements).toEqual([
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'hi ' },
          { type: 'user', user_id: 'U012ABC' },
          { type: 'text', text: ', ' },
          { type: 'usergroup', usergroup_id: 'S012ABC' },
          { type: 'text', text: ' in ' },
          { type: 'channel', channel_id: 'C012ABC' },
          { type: 'text', text: ': ' },
          { type: 'text', text: 'bold', style: { bold: true } },
          { type: 'text', text: ' ' },
          { type: 'text', text: 'x', style: { code: true } },
          { type: 'text', text: ' ' },
          { type: 'emoji', name: 'tada' },
          { type: 'text', text: ' ' },
          { type: 'link', url: 'https://x.example', text: 'x' },
        ],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'quoted' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'code' }] },
    ]);
  });

  it('nests lists as siblings with an indent and goes on counting with an offset', () => {
    const { elements } = renderRichText(parseMarkdown('1. one\n   - a\n2. two'));
    const item = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });
    expect(elements).toEqual([
      { type: 'rich_text_list', style: 'ordered', indent: 0, elements: [item('one')] },
      { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [item('a')] },
      { type: 'rich_text_list', style: 'ordered', indent: 0, offset: 1, elements: [item('two')] },
    ]);
  });

  it('is a blank section where nothing was typed, since Slack takes no empty one', () => {
    const blank = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: ' ' }] }],
    };
    expect(renderRichText(documentOf())).toEqual(blank);
    expect(renderRichText(parseMrkdwn(''))).toEqual(blank);
  });

  it('puts in words what Slack would refuse: strange IDs, custom emoji, addresses that are none', () => {
    const elements = renderRichText(
      parseRichText({
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'user', user_id: 'nobody' },
              { type: 'emoji', name: 'shipit' },
              { type: 'link', url: 'javascript:alert(1)', text: 'press' },
              { type: 'link', url: 'mailto:a@example.com', text: 'mail' },
              { type: 'broadcast', range: 'all' },
            ],
          },
        ],
      }),
    ).elements;
    expect(elements).toEqual([
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: '@nobody' },
          { type: 'text', text: ':shipit:' },
          { type: 'text', text: 'press' },
          { type: 'link', url: 'mailto:a@example.com', text: 'mail' },
          { type: 'text', text: '@all' },
        ],
      },
    ]);
  });

  const again = (document: Document): string => renderBBCode(parseRichText(renderRichText(document)), { names });
  // Slack's elements have no room for the label of a mention that nobody looked up.
  const labelled = ['mentions/channel', 'mentions/group', 'mentions/person-label'];
  const kept = corpus().filter(
    ({ name }) => /^(?:text|commands|emoji|mentions)\//.test(name) && !labelled.includes(name),
  );

  it.each(kept)('$name reads the same after a turn through the form', ({ input }) => {
    const document = documentOfCase(input);
    if (isEmpty(document)) return;
    expect(again(document).replaceAll('\n\n', '\n')).toBe(renderBBCode(document, { names }).replaceAll('\n\n', '\n'));
  });
});
