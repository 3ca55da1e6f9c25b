import { describe, expect, it } from 'vitest';
import { callApi, newWorkspace, plain, section } from './fixture.ts';

const x = (length: number) => 'x'.repeat(length);
const option = (label: string) => ({ text: plain(label), value: label });
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain('Label'), element, ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const button = (more: object = {}) => ({ type: 'button', text: plain('Button'), ...more });
const modal = (changes: object) => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Go'),
  blocks: [section('x')],
  ...changes,
});
const confirm = { title: plain('Sure?'), text: plain('Really'), confirm: plain('Yes'), deny: plain('No') };

/** What Slack says of a view. A wrong trigger is only looked at when the view is right. */
async function problemsOf(view: unknown, options?: Parameters<typeof newWorkspace>[0]): Promise<unknown> {
  const { workspace } = await newWorkspace(options);
  const answer = await callApi(workspace, 'views.open', { trigger_id: 'none', view });
  return answer.error === 'invalid_arguments' ? Object(answer.response_metadata).messages : answer.error;
}
const problemsOfBlocks = (...blocks: object[]) => problemsOf(modal({ blocks }));
const FINE = 'invalid_trigger_id';

describe('a view', () => {
  it.each<[string, object, string]>([
    [
      'a title over 24 characters',
      { title: plain(x(25)) },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    ['no title', { title: undefined }, 'missing required field: title [json-pointer:/view]'],
    [
      'a title in mrkdwn',
      { title: { type: 'mrkdwn', text: 'T' } },
      'Invalid input: expected "plain_text" [json-pointer:/view/title/type]',
    ],
    [
      'a submit label over 24 characters',
      { submit: plain(x(25)) },
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    [
      'a close label over 24 characters',
      { close: plain(x(25)) },
      'must be less than 25 characters [json-pointer:/view/close/text]',
    ],
    [
      '101 blocks',
      { blocks: Array(101).fill({ type: 'divider' }) },
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    ['no blocks', { blocks: [] }, 'no fewer than 1 items allowed [json-pointer:/view/blocks]'],
    [
      'private_metadata over 3000',
      { private_metadata: x(3001) },
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a callback_id over 255',
      { callback_id: x(256) },
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    ['an unknown property', { colour: 'red' }, 'no additional properties allowed: colour [json-pointer:/view]'],
    ['an unknown type', { type: 'dialog' }, 'unsupported type: dialog [json-pointer:/view]'],
    [
      'inputs but no submit',
      { submit: undefined, blocks: [input({ type: 'plain_text_input' })] },
      'missing required field: submit [json-pointer:/view]',
    ],
  ])('with %s is refused', async (_what, changes, problem) => {
    expect(await problemsOf(modal(changes))).toEqual([`[ERROR] ${problem}`]);
  });

  it('over 250 KB is too large', async () => {
    const blocks = Array.from({ length: 90 }, () => section(x(2900)));

    expect(await problemsOf(modal({ blocks }))).toBe('view_too_large');
  });

  it('at all its limits is taken', async () => {
    const view = modal({
      title: plain(x(24)),
      submit: plain(x(24)),
      close: plain(x(24)),
      private_metadata: x(3000),
      callback_id: x(255),
      blocks: [
        section(x(3000)),
        { type: 'header', text: plain(x(150)) },
        { type: 'context', elements: Array(10).fill({ type: 'mrkdwn', text: 'x' }) },
        actions(
          ...Array.from({ length: 25 }, (_, i) => button({ action_id: `a${i}`, text: plain(x(75)), value: x(2000) })),
        ),
        input({ type: 'checkboxes', options: Array.from({ length: 10 }, (_, i) => option(`${i}${x(74)}`)) }),
        input({ type: 'static_select', options: Array.from({ length: 100 }, (_, i) => option(String(i))) }),
        input({ type: 'plain_text_input', max_length: 3000, initial_value: x(3000), placeholder: plain(x(150)) }),
        input({ type: 'file_input', max_files: 10 }),
        input({ type: 'rich_text_input', min_lines: 1, max_lines: 100 }),
        actions(button({ confirm })),
      ],
    });

    expect(await problemsOf(view)).toBe(FINE);
  });
});

describe('a block or element', () => {
  it.each<[string, object, string]>([
    [
      'a section text over 3000',
      section(x(3001)),
      'must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]',
    ],
    ['an empty text', section(''), 'must be more than 0 characters [json-pointer:/view/blocks/0/text/text]'],
    [
      'a section without text and fields',
      { type: 'section' },
      'missing required field: text [json-pointer:/view/blocks/0]',
    ],
    [
      'a field over 2000',
      { type: 'section', fields: [plain(x(2001))] },
      'must be less than 2001 characters [json-pointer:/view/blocks/0/fields/0/text]',
    ],
    [
      'a header over 150',
      { type: 'header', text: plain(x(151)) },
      'must be less than 151 characters [json-pointer:/view/blocks/0/text/text]',
    ],
    [
      '11 context elements',
      { type: 'context', elements: Array(11).fill(plain('x')) },
      'no more than 10 items allowed [json-pointer:/view/blocks/0/elements]',
    ],
    [
      '26 buttons',
      actions(...Array.from({ length: 26 }, () => button())),
      'no more than 25 items allowed [json-pointer:/view/blocks/0/elements]',
    ],
    [
      'a button text over 75',
      actions(button({ text: plain(x(76)) })),
      'must be less than 76 characters [json-pointer:/view/blocks/0/elements/0/text/text]',
    ],
    [
      'a button value over 2000',
      actions(button({ value: x(2001) })),
      'must be less than 2001 characters [json-pointer:/view/blocks/0/elements/0/value]',
    ],
    [
      'a button URL that is none',
      actions(button({ url: 'here' })),
      'invalid url [json-pointer:/view/blocks/0/elements/0/url]',
    ],
    [
      'a button style of ours',
      actions(button({ style: 'warning' })),
      'Invalid option: expected one of "primary"|"danger" [json-pointer:/view/blocks/0/elements/0/style]',
    ],
    [
      'a confirm text over 300',
      actions(button({ confirm: { ...confirm, text: plain(x(301)) } })),
      'must be less than 301 characters [json-pointer:/view/blocks/0/elements/0/confirm/text/text]',
    ],
    [
      'a confirm without title',
      actions(button({ confirm: { ...confirm, title: undefined } })),
      'missing required field: title [json-pointer:/view/blocks/0/elements/0/confirm]',
    ],
    [
      'the same action_id twice',
      actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
      'duplicate action_id: a [json-pointer:/view/blocks/0/elements/1]',
    ],
    ['an unknown block', { type: 'poem', text: 'x' }, 'unsupported type: poem [json-pointer:/view/blocks/0]'],
    [
      'an unknown element',
      actions({ type: 'slider' }),
      'unsupported type: slider [json-pointer:/view/blocks/0/elements/0]',
    ],
    [
      'an unknown property of a block',
      { ...section('x'), colour: 'red' },
      'no additional properties allowed: colour [json-pointer:/view/blocks/0]',
    ],
    [
      'markdown in a modal',
      { type: 'markdown', text: 'x' },
      'unsupported type: markdown [json-pointer:/view/blocks/0]',
    ],
    [
      'a file_input outside an input',
      actions({ type: 'file_input' }),
      'unsupported type: file_input [json-pointer:/view/blocks/0/elements/0]',
    ],
    ['a button in an input', input(button()), 'unsupported type: button [json-pointer:/view/blocks/0/element]'],
    [
      'a select of several in actions',
      actions({ type: 'multi_users_select' }),
      'unsupported type: multi_users_select [json-pointer:/view/blocks/0/elements/0]',
    ],
    [
      'an input without label',
      { type: 'input', element: { type: 'plain_text_input' } },
      'missing required field: label [json-pointer:/view/blocks/0]',
    ],
    [
      'a label over 2000',
      input({ type: 'plain_text_input' }, { label: plain(x(2001)) }),
      'must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]',
    ],
    [
      'a placeholder over 150',
      input({ type: 'plain_text_input', placeholder: plain(x(151)) }),
      'must be less than 151 characters [json-pointer:/view/blocks/0/element/placeholder/text]',
    ],
    [
      'a max_length over 3000',
      input({ type: 'plain_text_input', max_length: 3001 }),
      'must be at most 3000 [json-pointer:/view/blocks/0/element/max_length]',
    ],
    [
      'an initial value over max_length',
      input({ type: 'plain_text_input', max_length: 2, initial_value: 'abc' }),
      'initial_value is longer than max_length [json-pointer:/view/blocks/0/element]',
    ],
    [
      'an initial rich text that is a string',
      input({ type: 'rich_text_input', initial_value: 'x' }),
      'must be a object [json-pointer:/view/blocks/0/element/initial_value]',
    ],
    [
      'a mention in preformatted text',
      input({
        type: 'rich_text_input',
        initial_value: {
          type: 'rich_text',
          elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U0ANNA00001' }] }],
        },
      }),
      'unsupported type: user [json-pointer:/view/blocks/0/element/initial_value/elements/0/elements/0]',
    ],
    [
      '11 files',
      input({ type: 'file_input', max_files: 11 }),
      'must be at most 10 [json-pointer:/view/blocks/0/element/max_files]',
    ],
    [
      'an option text over 75',
      input({ type: 'checkboxes', options: [{ text: plain(x(76)), value: 'a' }] }),
      'must be less than 76 characters [json-pointer:/view/blocks/0/element/options/0/text/text]',
    ],
    [
      '11 boxes',
      input({ type: 'checkboxes', options: Array.from({ length: 11 }, (_, i) => option(String(i))) }),
      'no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]',
    ],
    [
      'no options',
      input({ type: 'checkboxes', options: [] }),
      'no fewer than 1 items allowed [json-pointer:/view/blocks/0/element/options]',
    ],
    [
      'the same value twice',
      input({ type: 'checkboxes', options: [option('a'), option('a')] }),
      'option values must be unique [json-pointer:/view/blocks/0/element]',
    ],
    [
      '101 options',
      input({ type: 'static_select', options: Array.from({ length: 101 }, (_, i) => option(String(i))) }),
      'no more than 100 items allowed [json-pointer:/view/blocks/0/element/options]',
    ],
    [
      'neither options nor groups',
      input({ type: 'static_select' }),
      'must provide exactly one of options and option_groups [json-pointer:/view/blocks/0/element]',
    ],
    [
      'an initial option of another shape',
      input({
        type: 'checkboxes',
        options: [option('a')],
        initial_options: [{ ...option('a'), description: plain('more') }],
      }),
      'initial option must be one of the options [json-pointer:/view/blocks/0/element]',
    ],
    [
      'no initial options at all',
      input({ type: 'checkboxes', options: [option('a')], initial_options: [] }),
      'no fewer than 1 items allowed [json-pointer:/view/blocks/0/element/initial_options]',
    ],
    [
      'an initial user who is not there',
      input({ type: 'multi_users_select', initial_users: ['U0NOBODY'] }),
      'invalid user: U0NOBODY [json-pointer:/view/blocks/0/element]',
    ],
    [
      'more initial users than may be chosen',
      input({ type: 'multi_users_select', initial_users: ['U0ANNA00001', 'U0ANNA00001'], max_selected_items: 1 }),
      'more initial items than max_selected_items [json-pointer:/view/blocks/0/element]',
    ],
    [
      'a picture with two sources',
      { type: 'image', alt_text: 'x', image_url: 'https://a.example/b.png', slack_file: { id: 'F1' } },
      'must provide exactly one of image_url and slack_file [json-pointer:/view/blocks/0]',
    ],
    [
      'a picture without alt text',
      { type: 'image', image_url: 'https://a.example/b.png' },
      'missing required field: alt_text [json-pointer:/view/blocks/0]',
    ],
  ])('with %s is refused', async (_what, block, problem) => {
    expect(await problemsOfBlocks(block)).toEqual([`[ERROR] ${problem}`]);
  });

  it('needs a name of its own among the blocks, and the focus for itself', async () => {
    expect(await problemsOfBlocks({ ...section('x'), block_id: 'a' }, { ...section('y'), block_id: 'a' })).toEqual([
      '[ERROR] duplicate block_id: a [json-pointer:/view/blocks/1]',
    ]);
    const focused = input({ type: 'plain_text_input', focus_on_load: true });
    expect(await problemsOfBlocks(focused, focused)).toEqual([
      '[ERROR] only one element may have focus_on_load [json-pointer:/view/blocks]',
    ]);
  });

  it('of the kind file_input needs files:read', async () => {
    const view = modal({ blocks: [input({ type: 'file_input' })] });

    expect(await problemsOf(view, { scopes: ['commands'] })).toEqual([
      '[ERROR] file_input needs the scope files:read [json-pointer:/view/blocks/0/element]',
    ]);
  });
});

describe('the Home', () => {
  it('takes no fields that only modals have', async () => {
    const { workspace, anna } = await newWorkspace();
    const publish = (...blocks: object[]) =>
      callApi(workspace, 'views.publish', { user_id: anna.id, view: { type: 'home', blocks } });

    expect(await publish(input({ type: 'rich_text_input' }))).toMatchObject({
      response_metadata: {
        messages: ['[ERROR] unsupported type: rich_text_input [json-pointer:/view/blocks/0/element]'],
      },
    });
    expect(await publish(input({ type: 'plain_text_input' }))).toMatchObject({ ok: true });
  });
});

describe('a message', () => {
  it('takes markdown, 12,000 characters in all', async () => {
    const { workspace, anna } = await newWorkspace();
    const post = (...texts: string[]) =>
      callApi(workspace, 'chat.postMessage', {
        channel: anna.id,
        text: 'x',
        blocks: texts.map((text) => ({ type: 'markdown', text })),
      });

    expect(await post(x(12_000))).toMatchObject({ ok: true });
    expect(await post(x(12_000), 'x')).toMatchObject({ error: 'invalid_blocks' });
  });

  it('is given back with the names that Slack made up', async () => {
    const { workspace, anna } = await newWorkspace();

    const { message } = await callApi(workspace, 'chat.postMessage', { channel: anna.id, blocks: [actions(button())] });

    expect(message).toMatchObject({
      blocks: [{ block_id: expect.any(String), elements: [{ action_id: expect.any(String), text: { emoji: true } }] }],
    });
  });
});
