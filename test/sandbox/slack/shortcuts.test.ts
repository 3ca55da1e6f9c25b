import { describe, expect, it } from 'vitest';
import { PersonCannot, type SandboxWorkspace } from '../../../sandbox/slack/workspace.ts';
import { connect, newWorkspace, section } from './fixture.ts';

async function listening(workspace: SandboxWorkspace, transport: 'http' | 'socket') {
  const bodies: Record<string, unknown>[] = [];
  await connect(workspace, transport, (app) => {
    app.shortcut(/.*/, async ({ ack, body }) => {
      bodies.push({ ...body });
      await ack();
    });
  });
  return bodies;
}

describe.each(['http', 'socket'] as const)('a message shortcut over %s', (transport) => {
  it('brings the message with its files, and where it stands', async () => {
    const { workspace, anna } = await newWorkspace();
    const boris = workspace.people.add({ name: 'boris', realName: 'Boris' });
    const file = workspace.files.add({ name: 'plan.pdf', mimetype: 'application/pdf', content: Buffer.from('%PDF') });
    const message = workspace.post(workspace.channels.general, boris, {
      text: 'Look &amp; see',
      blocks: [{ type: 'rich_text', elements: [] }],
      files: [file],
    });
    const bodies = await listening(workspace, transport);

    const interaction = await workspace.as(anna).messageShortcut('notify', message);

    expect(interaction.error).toBeUndefined();
    expect(bodies).toMatchObject([
      {
        type: 'message_action',
        callback_id: 'notify',
        user: { id: anna.id },
        team: { id: workspace.team.id },
        channel: { id: workspace.channels.general.id, name: 'general' },
        message_ts: message.ts,
        response_url: expect.stringContaining('http://127.0.0.1'),
        message: {
          user: boris.id,
          text: 'Look &amp; see',
          blocks: [{ type: 'rich_text' }],
          files: [{ id: file.id, name: 'plan.pdf', size: 4, mode: 'hosted', file_access: 'visible' }],
        },
      },
    ]);
  });
});

describe('a message shortcut', () => {
  it('may come without a response_url, from a bot without a user, with nothing but blocks', async () => {
    const { workspace, anna } = await newWorkspace();
    const monitor = workspace.people.add({ name: 'monitor', realName: 'Monitor', isBot: true });
    const message = workspace.post(workspace.channels.general, monitor, {
      text: '',
      blocks: [section('Disk full')],
      extra: { user: undefined },
    });
    const bodies = await listening(workspace, 'http');

    await workspace.as(anna).messageShortcut('notify', message, { withoutResponseUrl: true });

    expect(bodies[0]).not.toHaveProperty('response_url');
    expect(bodies[0]).not.toHaveProperty('message.user');
    expect(bodies[0]).toMatchObject({ message: { subtype: 'bot_message', username: 'monitor', text: '' } });
  });

  it('is not offered on a deleted message, nor where the person cannot read', async () => {
    const { workspace, anna } = await newWorkspace();
    const boris = workspace.people.add({ name: 'boris', realName: 'Boris' });
    const secret = workspace.channels.add({ name: 'secret', isPrivate: true, members: [boris] });
    const hidden = workspace.post(secret, boris, { text: 'psst' });
    const deleted = workspace.post(workspace.channels.general, boris, { text: 'oops' });
    workspace.unpost(deleted);

    await expect(workspace.as(anna).messageShortcut('notify', hidden)).rejects.toThrow(PersonCannot);
    await expect(workspace.as(anna).messageShortcut('notify', deleted)).rejects.toThrow(PersonCannot);
  });

  it('must be acknowledged with nothing', async () => {
    const { workspace, anna } = await newWorkspace();
    const message = workspace.post(workspace.channels.general, anna, { text: 'x' });
    await connect(workspace, 'http', (app) => {
      app.shortcut('notify', ({ ack }) => ack({ text: 'Thanks' } as never));
    });

    const { error } = await workspace.as(anna).messageShortcut('notify', message);

    expect(error).toBe('the answer must be empty');
    expect(workspace.as(anna).sees()).toMatchObject([{ from: 'slackbot' }]);
  });
});

describe('a global shortcut', () => {
  it('has no channel, no message and no response_url', async () => {
    const { workspace, anna } = await newWorkspace();
    const bodies = await listening(workspace, 'http');

    await workspace.as(anna).globalShortcut('compose');

    expect(bodies).toMatchObject([{ type: 'shortcut', callback_id: 'compose', user: { id: anna.id } }]);
    for (const absent of ['channel', 'message', 'response_url']) expect(bodies[0]).not.toHaveProperty(absent);
  });
});
