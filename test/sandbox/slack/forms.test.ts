import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { PersonCannot } from '../../../sandbox/slack/workspace.ts';
import { connect, newWorkspace, plain, section, shownPlain } from './fixture.ts';

const form = (changes: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'compose',
  title: plain('Write'),
  submit: plain('Send'),
  blocks: [
    {
      type: 'input',
      block_id: 'to',
      label: plain('Recipients'),
      element: { type: 'multi_users_select', action_id: 'people' },
    },
    {
      type: 'input',
      block_id: 'note',
      label: plain('Note'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'text', max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'files',
      label: plain('Files'),
      optional: true,
      element: {
        type: 'checkboxes',
        action_id: 'chosen',
        options: [
          { text: plain('a.png'), value: 'F1' },
          { text: plain('b.txt'), value: 'F2' },
        ],
        initial_options: [{ text: plain('a.png'), value: 'F1' }],
      },
    },
  ],
  ...changes,
});

describe.each(['http', 'socket'] as const)('a form over %s', (transport) => {
  it('is opened, filled in by label and sent with the values in the shape Slack gives them', async () => {
    const { workspace, anna } = await newWorkspace();
    const values: unknown[] = [];
    await connect(workspace, transport, (app) => {
      app.shortcut('compose', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: form() });
      });
      app.view('compose', async ({ ack, view }) => {
        values.push(view.state.values);
        await ack();
      });
    });
    const actor = workspace.as(anna);

    await actor.globalShortcut('compose');
    await workspace.waitFor(() => actor.view() !== undefined);
    actor.fill({ Recipients: [anna], 'b.txt': true });
    const interaction = await actor.submit();

    expect(interaction).toMatchObject({ timedOut: false, error: undefined });
    expect(actor.view()).toBeUndefined();
    expect(values).toEqual([
      {
        to: { people: { type: 'multi_users_select', selected_users: [anna.id] } },
        note: { text: { type: 'plain_text_input', value: null } },
        files: {
          chosen: {
            type: 'checkboxes',
            selected_options: [
              { text: shownPlain('a.png'), value: 'F1' },
              { text: shownPlain('b.txt'), value: 'F2' },
            ],
          },
        },
      },
    ]);
  });

  it('shows the errors that the app answers with under the fields, and stays open', async () => {
    const { workspace, anna } = await newWorkspace();
    await connect(workspace, transport, (app) => {
      app.shortcut('compose', async ({ ack, body, client }) => {
        await client.views.open({ trigger_id: body.trigger_id, view: form() });
        await ack();
      });
      app.view('compose', ({ ack }) => ack({ response_action: 'errors', errors: { to: 'Nobody is linked' } }));
    });
    const actor = workspace.as(anna);

    await actor.globalShortcut('compose');
    actor.fill({ Recipients: [anna] });
    await actor.submit();

    expect(actor.formErrors).toEqual({ to: 'Nobody is linked' });
    expect(actor.viewText()).toContain('! Nobody is linked');
  });

  it('is redrawn by the answer and by views.update, keeping what was typed', async () => {
    const { workspace, anna } = await newWorkspace();
    await connect(workspace, transport, (app) => {
      app.shortcut('compose', async ({ ack, body, client }) => {
        const opened = await client.views.open({ trigger_id: body.trigger_id, view: form() });
        await client.views.update({
          view_id: opened.view?.id ?? '',
          view: form({ blocks: [section('Ready'), ...form().blocks] }),
        });
        await ack();
      });
      app.view('compose', ({ ack }) =>
        ack({ response_action: 'update', view: { type: 'modal', title: plain('Sending'), blocks: [section('Wait')] } }),
      );
    });
    const actor = workspace.as(anna);

    await actor.globalShortcut('compose');
    expect(actor.viewText()).toBe('Write\nReady\nRecipients: \nNote: \nFiles:\n[x] a.png\n[ ] b.txt\n[Send]');
    actor.fill({ Recipients: [anna], note: 'hello' });
    await actor.submit();

    expect(actor.viewText()).toBe('Sending\nWait');
  });
});

describe('a person at a form', () => {
  async function atTheForm() {
    const { workspace, anna } = await newWorkspace();
    await connect(workspace, 'http', (app) => {
      app.shortcut('compose', async ({ ack, body, client }) => {
        await client.views.open({ trigger_id: body.trigger_id, view: form() });
        await ack();
      });
    });
    const actor = workspace.as(anna);
    await actor.globalShortcut('compose');
    return { workspace, actor };
  }

  it('cannot send it while a required field is empty', async () => {
    const { actor } = await atTheForm();

    await expect(actor.submit()).rejects.toThrow('"Recipients" is required');
  });

  it('cannot type more than max_length, choose what is not offered, or fill a field that is not there', async () => {
    const { actor } = await atTheForm();

    expect(() => actor.fill({ Note: '12345678901' })).toThrow('takes at most 10 characters');
    expect(() => actor.fill({ Files: ['c.zip'] })).toThrow('does not offer "c.zip", only: a.png, b.txt');
    expect(() => actor.fill({ Recipients: ['U0NOBODY'] })).toThrow('does not offer U0NOBODY');
    expect(() => actor.fill({ Tag: 'x' })).toThrow(PersonCannot);
  });
});
