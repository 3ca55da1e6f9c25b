import { describe, expect, it } from 'vitest';
import {
  card,
  channel,
  documentOf,
  group,
  heading,
  image,
  isEmpty,
  joined,
  link,
  list,
  paragraph,
  person,
  portalPerson,
  quote,
  table,
  text,
} from '../../src/text/document.ts';
import { imagesOf } from '../../src/text/images.ts';
import { mentionsOf, noNames } from '../../src/text/names.ts';
import { parseMessage } from '../../src/text/parse/message.ts';
import { renderBBCode } from '../../src/text/render/bb-code.ts';
import { renderPlainText } from '../../src/text/render/plain-text.ts';
import { renderSummary } from '../../src/text/render/summary.ts';

describe('names', () => {
  it('are asked for once, wherever a mention stands', () => {
    const document = documentOf(
      heading(person('U1')),
      paragraph(person('U2'), group('S1'), channel('C1'), person('U1')),
      list({ level: 0, marker: 'bullet', blocks: [quote(paragraph(person('U3')))] }),
      table([[[person('U4')]]]),
      card({
        author: [person('U5')],
        title: [channel('C2')],
        blocks: [paragraph(group('S2'))],
        footer: [person('U2')],
      }),
    );
    expect(mentionsOf(document)).toEqual({
      people: ['U1', 'U2', 'U3', 'U4', 'U5'],
      groups: ['S1', 'S2'],
      channels: ['C1', 'C2'],
    });
  });

  it('of which none are known leave labels, then IDs', () => {
    const document = documentOf(paragraph(person('U1', 'anna'), ' ', person('U2'), ' ', group('S1', '@ops')));
    expect(renderBBCode(document, { names: noNames })).toBe('@anna @U2 @ops');
  });
});

describe('a message built by the bot', () => {
  it('is a header, what was written, and a footer, from one tree', () => {
    const header = documentOf(paragraph(portalPerson(10, 'Anna Ivanova'), ' in ', channel('C1', 'general')));
    const footer = documentOf(paragraph(link('https://acme.slack.com/p1', 'Open in Slack')));
    const message = joined(header, parseMessage({ text: '*hi*' }), footer);
    expect(renderBBCode(message)).toBe(
      '[USER=10]Anna Ivanova[/USER] in #general\n\n[b]hi[/b]\n\n[url=https://acme.slack.com/p1]Open in Slack[/url]',
    );
  });

  it('is empty when nothing would be seen', () => {
    expect(isEmpty(parseMessage({ text: ' \n ' }))).toBe(true);
    expect(isEmpty(parseMessage({ blocks: [{ type: 'rich_text', elements: [] }] }))).toBe(true);
    expect(isEmpty(documentOf(card({ blocks: [paragraph('')] })))).toBe(true);
    expect(isEmpty(parseMessage({ text: '.' }))).toBe(false);
    expect(isEmpty(documentOf(image('https://example.com/a.png')))).toBe(false);
  });
});

describe('pictures', () => {
  it('are listed once each, only those that open without a Slack token', () => {
    const document = documentOf(
      image('https://example.com/a.png', 'a'),
      quote(image('https://example.com/b.png?x=[1]', 'b')),
      card({
        blocks: [image('https://example.com/a.png', 'again'), image('https://files.slack.com/files-pri/T1-F1/x.png')],
      }),
      image('javascript:alert(1)', 'c'),
      image('https://example.com/not.slack.com/d.png', 'd'),
    );
    expect(imagesOf(document)).toEqual([
      { url: 'https://example.com/a.png', alt: 'a' },
      { url: 'https://example.com/b.png?x=%5B1%5D', alt: 'b' },
      { url: 'https://example.com/not.slack.com/d.png', alt: 'd' },
    ]);
  });
});

describe('a summary', () => {
  const message = parseMessage({
    text: '*Deploy* failed:\n```exit 1\nstack```\n&gt; again?\nsee <https://ci.example.com/42|the log> <@U1>',
  });

  it('is one line without codes and addresses', () => {
    expect(renderSummary(message, { limit: 200 })).toBe('Deploy failed: exit 1 stack again? see the log @U1');
  });

  it('is cut between two graphemes', () => {
    expect(renderSummary(message, { limit: 20 })).toBe('Deploy failed: exit…');
    expect(renderSummary(documentOf(paragraph('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦')), { limit: 24 })).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…');
    expect(renderSummary(message, { limit: 0 })).toBe('');
  });

  it('of nothing is nothing', () => {
    expect(renderSummary(documentOf(), { limit: 10 })).toBe('');
  });
});

describe('plain text', () => {
  it('says an address once where the label is the address', () => {
    const document = documentOf(
      paragraph(
        link('https://example.com/'),
        ' ',
        link('https://example.com', 'example.com'),
        ' ',
        link('https://example.com/x', 'x', { bold: true }),
      ),
    );
    expect(renderPlainText(document)).toBe('https://example.com/ example.com x (https://example.com/x)');
  });

  it('holds no break but for what a batch would replace', () => {
    expect(renderPlainText(documentOf(paragraph(text('[b]x[/b] <b> &lt; >> $result[n1]'))))).toBe(
      '[b]x[/b] <b> &lt; >> $\u2060result[n1]',
    );
  });
});
