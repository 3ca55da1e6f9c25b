import { describe, expect, it } from 'vitest';
import { noNames } from '../../src/text/names.ts';
import { parseMessage } from '../../src/text/parse/message.ts';
import { parseMrkdwn } from '../../src/text/parse/mrkdwn.ts';
import { renderBBCode } from '../../src/text/render/bb-code.ts';
import { renderPlainText } from '../../src/text/render/plain-text.ts';
import { renderSummary } from '../../src/text/render/summary.ts';

const nameless = {
  person: 'somebody',
  group: 'a group',
  channel: 'a channel',
  file: 'a file',
  unshown: '(something that only Slack shows)',
};
const mentions = parseMrkdwn(
  '<@U012> of <!subteam^S012> in <#C012|>; <@U013|anna> of <!subteam^S013|@ops> in <#C013|ops>',
);

describe('a mention whose name Slack does not tell', () => {
  it('is called what it is, not by an ID; a label that came with it is as good as a name', () => {
    const said = 'somebody of a group in a channel; @anna of @ops in #ops';
    const names = { ...noNames, nameless };
    expect(renderBBCode(mentions, { names })).toBe(said);
    expect(renderPlainText(mentions, { names })).toBe(said);
    expect(renderSummary(mentions, { names, limit: 100 })).toBe(said);
  });

  it('still opens the profile of somebody who is linked', () => {
    const names = { ...noNames, people: new Map([['U012', { name: '', bitrix24Id: 12 }]]), nameless };
    expect(renderBBCode(mentions, { names })).toContain('[USER=12]somebody[/USER] of');
  });

  it('is its ID where nobody says what to call it', () => {
    expect(renderPlainText(mentions)).toContain('@U012 of @S012 in #C012;');
  });
});

describe('what Slack puts in no words', () => {
  const richText = (...elements: unknown[]) => ({
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
  });
  const shown = (message: unknown) => renderPlainText(parseMessage(message), { names: { ...noNames, nameless } });

  it.each([
    { type: 'list_record', file_id: 'F012', record_id: 'Rec012' },
    { type: 'salesforce_data_field', record_id: '001' },
    { type: 'canvas', file_id: 'F012' },
    { type: 'of tomorrow', id: 'X012' },
  ])('is told, so that nobody takes the rest for all: %o', (element) => {
    const said = 'see (something that only Slack shows) today';
    expect(shown(richText({ type: 'text', text: 'see ' }, element, { type: 'text', text: ' today' }))).toBe(said);
    expect(shown({ ...richText(element), text: '' })).toBe('(something that only Slack shows)');
  });

  it('gives way to the text that Slack shows in its place', () => {
    expect(shown({ ...richText({ type: 'of tomorrow' }), text: 'a new thing' })).toBe('a new thing');
  });

  it('is nothing where nothing was', () => {
    expect(shown(richText({ type: 'text', text: '' }))).toBe('');
    expect(shown({ blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] }] })).toBe(
      '',
    );
    expect(shown({ blocks: [{ type: 'section' }, {}, { type: 'context', elements: [] }] })).toBe('');
  });

  it('is a file where it is one', () => {
    expect(shown(richText({ type: 'file', file_id: 'F012' }))).toBe('📎 a file');
    const forwarded = { is_share: true, files: [{ id: 'F012', mode: 'tombstone' }] };
    expect(shown({ text: 'look', attachments: [forwarded] })).toBe('look\n> 📎 a file');
  });
});
