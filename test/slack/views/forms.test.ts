import { describe, expect, it } from 'vitest';
import type { SlackFile } from '../../../src/files/slack-file.ts';
import { wordsOf } from '../../../src/language/catalogues.ts';
import type { Recipient } from '../../../src/people/recipient.ts';
import { composeForm } from '../../../src/slack/views/compose-form.ts';
import { linkForm, readQueue } from '../../../src/slack/views/link-form.ts';
import { failedView, LONGEST_TEXT, loadingView, messageForm } from '../../../src/slack/views/message-form.ts';
import { type Origin, readOrigin, writeOrigin } from '../../../src/slack/views/origin.ts';
import { readForm } from '../../../src/slack/views/submitted-form.ts';
import { parseMrkdwn } from '../../../src/text/parse/mrkdwn.ts';
import { renderRichText } from '../../../src/text/render/rich-text.ts';
import { expectViewTaken } from '../block-kit.ts';

const words = wordsOf('en');
const origin: Origin = {
  place: { kind: 'channel', name: 'x'.repeat(80) },
  responseUrl: `https://hooks.slack.com/${'y'.repeat(200)}`,
  messageDraft: '01abc',
};
const file = (id: number, name: string): SlackFile => ({
  id: `F${id}`,
  name,
  mimetype: 'text/plain',
  size: 1,
  what: 'file',
  editable: false,
  standing: 'there',
});

describe('the forms', () => {
  it('are taken by Slack with everything in them that can be typed', () => {
    const recipients: Recipient[] = [
      ...Array.from({ length: 60 }, (_, index): Recipient => ({ kind: 'slack', id: `U0PERSON${index}` })),
      ...Array.from({ length: 200 }, (_, index): Recipient => ({ kind: 'email', email: `${index}@example.com` })),
      { kind: 'bitrix24', id: 15 },
      { kind: 'group', id: 'S0GROUP01' },
    ];
    const text = renderRichText(parseMrkdwn('*a* _b_ `c`\n&gt; q\n```code```\n'.repeat(200)));
    expectViewTaken(composeForm(words, { recipients, text, tag: 'x'.repeat(100) }, origin));
    expectViewTaken(composeForm(words, { recipients: [] }, { place: { kind: 'none' } }));
    expectViewTaken(loadingView(words));
    expectViewTaken(failedView(words));
  });

  it.each([0, 1, 10, 11, 12, 100, 300])('for a message are taken with %i files', (count) => {
    const files = Array.from({ length: count }, (_, index) => file(index, `${'😀'.repeat(60)}${index}.tar.gz`));
    expectViewTaken(messageForm(words, { author: '<@U1>', text: 'x'.repeat(LONGEST_TEXT), files }, origin));
  });

  it('for a message need neither text nor the name of a file', () => {
    expectViewTaken(
      messageForm(words, { author: 'an app', text: ' \n', files: [file(1, ' '), file(2, 'a\nb')] }, origin),
    );
  });

  it('keep where they were opened from', () => {
    expect(readOrigin(writeOrigin(origin))).toEqual(origin);
    expect(() => readOrigin('{"place":{"kind":"elsewhere"}}')).toThrow();
  });
});

describe('what a form holds', () => {
  const values = (others: string | null, more: Record<string, unknown> = {}) => ({
    people: { people: { type: 'multi_users_select', selected_users: [] } },
    others: { others: { type: 'plain_text_input', value: others } },
    ...more,
  });

  it.each<[string, unknown]>([
    ['a@b.example', [{ kind: 'email', email: 'a@b.example' }]],
    [
      ' A@b.example; b24:15,\tB24:16 ',
      [{ kind: 'email', email: 'a@b.example' }, ...[15, 16].map((id) => ({ kind: 'bitrix24', id }))],
    ],
    ['S0614TZR7', [{ kind: 'group', id: 'S0614TZR7' }]],
    ['@Sales', [{ kind: 'group', id: 'sales' }]],
  ])('reads %j', (others, recipients) => {
    expect(readForm(words, values(others))).toMatchObject({ recipients });
  });

  it.each(['anna', 'a@b', '15', 'b24:', 'b24:0', 'a@b.example.', '@', '<@U0ANNA001>x'])(
    'does not take %j',
    (others) => {
      expect(readForm(words, values(others))).toEqual({
        field: 'others',
        wrong: `“${others}” is neither an e-mail address nor b24: and a number. Pick people by name in the fields above.`,
      });
    },
  );

  it('knows the user groups it was opened with', () => {
    const groups = { '@sales': 'S0614TZR7' };
    expect(readForm(words, values('b24:1, @sales'), groups)).toMatchObject({
      recipients: [
        { kind: 'bitrix24', id: 1 },
        { kind: 'group', id: 'S0614TZR7', label: '@sales' },
      ],
    });
  });

  it('needs somebody to send it to', () => {
    expect(readForm(words, values(null))).toEqual({ field: 'people', wrong: 'Pick at least one person.' });
  });

  it('reads every field', () => {
    const read = readForm(
      words,
      values('b24:1', {
        people: { people: { type: 'multi_users_select', selected_users: ['U1'] } },
        text: { text: { type: 'rich_text_input', rich_text_value: { type: 'rich_text', elements: [] } } },
        tag: { tag: { type: 'plain_text_input', value: ' t ' } },
        files_0: { files_0: { type: 'checkboxes', selected_options: [{ value: 'F1' }] } },
        files_1: { files_1: { type: 'checkboxes', selected_options: [{ value: 'F11' }, { value: 'F12' }] } },
      }),
    );
    expect(read).toEqual({
      recipients: [
        { kind: 'slack', id: 'U1' },
        { kind: 'bitrix24', id: 1 },
      ],
      richText: { type: 'rich_text', elements: [] },
      tag: 't',
      files: [],
      chosenFiles: new Set(['F1', 'F11', 'F12']),
    });
  });
});

describe('the form that links', () => {
  const ids = Array.from({ length: 400 }, (_, index) => `U0123456${String(index).padStart(4, '0')}`);

  it('holds as many people as Slack lets it carry, in their order', () => {
    const view = linkForm(words, 'U0FIRST', ids);
    expectViewTaken(view);
    const { slackId, rest } = readQueue(view.private_metadata ?? '');
    expect([slackId, ...rest]).toEqual(['U0FIRST', ...ids.slice(0, rest.length)]);
    expect(rest.length).toBeGreaterThan(100);
  });

  it('has a field of its own for each person: Slack would keep what was picked for the one before', () => {
    const fields = ['U0FIRST', 'U0NEXT'].map((id) => linkForm(words, id).blocks.at(-1)?.block_id);
    expect(new Set(fields).size).toBe(2);
  });
});
