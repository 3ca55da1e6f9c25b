import type { App } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import type { WorkspaceOptions } from '../../../sandbox/slack/workspace.ts';
import { connect, newWorkspace, plain, section, shownPlain } from './fixture.ts';

const view = (blocks: KnownBlock[], more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Send'),
  blocks,
  ...more,
});

async function atForm(shown: ModalView, register: (app: App) => void, options?: WorkspaceOptions) {
  const { workspace, anna } = await newWorkspace(options);
  await connect(workspace, 'http', (app) => {
    app.shortcut('open', async ({ ack, body, client }) => {
      await client.views.open({ trigger_id: body.trigger_id, view: shown });
      await ack();
    });
    register(app);
  });
  const actor = workspace.as(anna);
  await actor.globalShortcut('open');
  return { workspace, anna, actor };
}

const field = (element: Extract<KnownBlock, { type: 'input' }>['element'], optional = false): KnownBlock => ({
  type: 'input',
  block_id: 'field',
  label: plain('Field'),
  optional,
  element,
});

/** Fills the only field of a form and gives back what the app received for it. */
async function sent(
  element: Extract<KnownBlock, { type: 'input' }>['element'],
  entry: Parameters<Awaited<ReturnType<typeof atForm>>['actor']['fill']>[0][string],
) {
  const states: unknown[] = [];
  const { actor, workspace } = await atForm(view([field({ ...element, action_id: 'value' }, true)]), (app) => {
    app.view('form', async ({ ack, view: submitted }) => {
      states.push(submitted.state.values.field?.value);
      await ack();
    });
  });
  if (entry !== undefined) actor.fill({ Field: entry });
  await actor.submit();
  return { state: states[0], workspace };
}

describe('what the app gets of a field', () => {
  const options = [
    { text: plain('One'), value: '1' },
    { text: plain('Two'), value: '2' },
  ];

  it('typed as rich text is a rich_text block', async () => {
    const { state } = await sent({ type: 'rich_text_input' }, 'Hello');

    expect(state).toEqual({
      type: 'rich_text_input',
      rich_text_value: {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Hello' }] }],
      },
    });
  });

  it.each([
    ['a text', { type: 'plain_text_input' }, { type: 'plain_text_input', value: null }],
    ['a rich text', { type: 'rich_text_input' }, { type: 'rich_text_input', rich_text_value: null }],
    ['a person', { type: 'users_select' }, { type: 'users_select', selected_user: null }],
    ['people', { type: 'multi_users_select' }, { type: 'multi_users_select', selected_users: [] }],
    ['files', { type: 'file_input' }, { type: 'file_input', files: [] }],
    ['an option', { type: 'static_select', options }, { type: 'static_select', selected_option: null }],
    ['boxes', { type: 'checkboxes', options }, { type: 'checkboxes', selected_options: [] }],
    ['an outside option', { type: 'external_select' }, { type: 'external_select', selected_option: null }],
    ['a date', { type: 'datepicker' }, { type: 'datepicker', selected_date: null }],
  ] as const)('for %s left empty is null or an empty list', async (_what, element, state) => {
    const given: unknown = structuredClone(element);
    expect((await sent(Object(given), null)).state).toEqual(state);
  });

  it('chosen from a list is the option as Slack shows it', async () => {
    expect((await sent({ type: 'static_select', options }, 'Two')).state).toEqual({
      type: 'static_select',
      selected_option: { text: shownPlain('Two'), value: '2' },
    });
  });

  it('for files is file objects that the bot may download', async () => {
    const content = Buffer.from('hello');
    const { state, workspace } = await sent({ type: 'file_input', filetypes: ['txt'] }, [
      { name: 'note.txt', mimetype: 'text/plain', content },
    ]);

    expect(state).toMatchObject({ type: 'file_input', files: [{ name: 'note.txt', size: 5 }] });
    const { files } = Object(state);
    const response = await fetch(files[0].url_private_download, {
      headers: { authorization: `Bearer ${workspace.botToken}` },
    });
    expect(await response.text()).toBe('hello');
  });

  it('cannot be more files, or others, than it takes', async () => {
    const file = { name: 'a.txt', mimetype: 'text/plain' };
    const element = { type: 'file_input' as const, max_files: 1, filetypes: ['txt'] };

    await expect(sent(element, [file, file])).rejects.toThrow('takes at most 1 files');
    await expect(sent(element, [{ ...file, name: 'a.exe' }])).rejects.toThrow('takes only txt');
  });

  it('cannot be too short, or no address', async () => {
    await expect(sent({ type: 'plain_text_input', min_length: 3 }, 'ab')).rejects.toThrow(
      'needs at least 3 characters',
    );
    await expect(sent({ type: 'email_text_input' }, 'anna')).rejects.toThrow('is not an e-mail address');
    await expect(sent({ type: 'number_input', is_decimal_allowed: false }, '1.5')).rejects.toThrow('is not a number');
  });
});

describe('the answer to a form', () => {
  const simple = view([section('Hello')]);

  it('clears every form, or lays another one on it', async () => {
    let clear = false;
    const { actor } = await atForm(simple, (app) => {
      app.view('form', async ({ ack }) => {
        if (clear) await ack({ response_action: 'clear' });
        else await ack({ response_action: 'push', view: view([section('Sure?')]) });
      });
    });

    await actor.submit();
    expect(actor.viewText()).toBe('Form\nSure?\n[Send]');
    clear = true;
    await actor.submit();
    expect(actor.view()).toBeUndefined();
  });

  it.each([
    ['an unknown action', { response_action: 'close' }],
    ['a view that Slack refuses', { response_action: 'update', view: view([section('')]) }],
    ['an error for a block that is no field', { response_action: 'errors', errors: { nowhere: 'x' } }],
    ['more than it may say', { response_action: 'clear', text: 'bye' }],
    ['a plain text', 'ok'],
  ])('that is %s leaves the form open with an error', async (_what, answer) => {
    const { actor } = await atForm(simple, (app) => {
      app.view('form', ({ ack }) => ack(answer as never));
    });

    const { error } = await actor.submit();

    expect(error).toEqual(expect.any(String));
    expect(actor.viewText()).toBe('Form\nHello\n[Send]');
  });

  it('that comes too late leaves the form open', async () => {
    const enough = Promise.withResolvers<void>();
    const { actor } = await atForm(
      simple,
      (app) => {
        app.view('form', async ({ ack }) => {
          await enough.promise;
          await ack();
        });
      },
      { ackTimeoutMs: 60 },
    );

    const interaction = await actor.submit();
    enough.resolve();

    expect(interaction).toMatchObject({ timedOut: true, error: 'operation_timeout' });
    expect(actor.view()).toBeDefined();
  });
});

describe('closing a form', () => {
  it('is told to the app where it asked to know', async () => {
    const closed: unknown[] = [];
    const register = (app: App) =>
      void app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
        closed.push('is_cleared' in body && body.is_cleared);
        await ack();
      });
    const quiet = await atForm(view([section('x')]), register);
    await quiet.actor.close();
    const loud = await atForm(view([section('x')], { notify_on_close: true }), register);
    await loud.actor.close();
    const clearing = await atForm(view([section('x')], { notify_on_close: true, clear_on_close: true }), register);
    await clearing.actor.close();

    expect(closed).toEqual([false, true]);
  });
});

describe('a menu that asks the app', () => {
  const search = field({ type: 'external_select', action_id: 'find', min_query_length: 2 });

  it.each(['http', 'socket'] as const)(
    'over %s offers what the app answers, and takes nothing else',
    async (transport) => {
      const { workspace, anna } = await newWorkspace();
      const asked: string[] = [];
      await connect(workspace, transport, (app) => {
        app.shortcut('open', async ({ ack, body, client }) => {
          await client.views.open({ trigger_id: body.trigger_id, view: view([search]) });
          await ack();
        });
        app.options('find', async ({ ack, options }) => {
          asked.push(options.value);
          await ack({ options: [{ text: plain('Ivan Petrov'), value: '42' }] });
        });
      });
      const actor = workspace.as(anna);
      await actor.globalShortcut('open');
      await workspace.waitFor(() => actor.view() !== undefined);

      expect(await actor.suggest('Field', 'i')).toEqual({ labels: [], interaction: undefined });
      expect((await actor.suggest('Field', 'iv')).labels).toEqual(['Ivan Petrov']);
      expect(() => actor.fill({ Field: 'Pyotr' })).toThrow('only: Ivan Petrov');
      actor.fill({ Field: 'Ivan Petrov' });

      expect(asked).toEqual(['iv']);
      expect(actor.viewText()).toContain('Field: Ivan Petrov');
    },
  );

  it('shows nothing when the answer is wrong', async () => {
    const { actor } = await atForm(view([search]), (app) => {
      app.options('find', ({ ack }) => ack({ options: [{ text: plain('Ivan'), value: 42 }] } as never));
    });

    expect(await actor.suggest('Field', 'ivan')).toMatchObject({
      labels: [],
      interaction: { error: 'not a list of options' },
    });
  });
});

describe('a field that tells the app at once', () => {
  it('is picked, not filled, and its value reaches the app with the view', async () => {
    const told: unknown[] = [];
    const { actor, anna } = await atForm(
      view([
        {
          type: 'section',
          block_id: 'who',
          text: { type: 'mrkdwn', text: 'Who' },
          accessory: { type: 'users_select', action_id: 'who' },
        },
      ]),
      (app) => {
        app.action({ type: 'block_actions', action_id: 'who' }, async ({ ack, action, body }) => {
          told.push('selected_user' in action && action.selected_user);
          told.push(body.view?.state.values.who?.who?.selected_user);
          // In a form there is no message to respond to.
          told.push(body.response_url);
          await ack();
        });
      },
    );

    expect(() => actor.fill({ Who: anna })).toThrow('pick it');
    await actor.pick('Who', anna);

    expect(told).toEqual([anna.id, anna.id, undefined]);
  });
});
