import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { connect, newWorkspace, plain, section } from './fixture.ts';

const withButton = (text: string): KnownBlock[] => [
  section(text),
  { type: 'actions', elements: [{ type: 'button', action_id: 'undo', text: plain('Undo'), value: '7' }] },
];

describe.each(['http', 'socket'] as const)('a click over %s', (transport) => {
  it('replaces the very message that was clicked', async () => {
    const { workspace, anna } = await newWorkspace();
    const values: unknown[] = [];
    await connect(workspace, transport, (app) => {
      app.command('/b24notify', async ({ ack, respond, command }) => {
        await ack();
        await respond({ text: command.text, blocks: withButton(command.text) });
      });
      app.action('undo', async ({ ack, respond, action, body }) => {
        values.push('value' in action && action.value, 'message' in body);
        await ack();
        await respond({ text: 'Taken back', replace_original: true });
      });
    });
    const actor = workspace.as(anna);
    await actor.command('/b24notify', 'one');
    const first = await actor.answers('one');
    await actor.command('/b24notify', 'two');
    await actor.answers('two');

    await actor.click('Undo', first);
    await actor.answers('Taken back');

    expect(actor.sees().map((seen) => seen.text)).toEqual(['Taken back', 'two']);
    // Slack keeps no copy of an ephemeral message, so the app is not given one.
    expect(values).toEqual(['7', false]);
  });

  it('in a message of the bot is told with the message, which chat.update can change', async () => {
    const { workspace, anna } = await newWorkspace();
    const app = await connect(workspace, transport, (bolt) => {
      bolt.action('undo', async ({ ack, body, client }) => {
        await ack();
        if (body.type !== 'block_actions' || body.message === undefined) throw new Error('no message');
        await client.chat.update({ channel: body.channel?.id ?? '', ts: body.message.ts, text: 'Gone' });
      });
    });
    await app.client.chat.postMessage({ channel: anna.id, text: 'Sent', blocks: withButton('Sent') });
    const actor = workspace.as(anna);
    expect(actor.sees()).toMatchObject([{ text: 'Sent', where: 'dm', buttons: [{ text: 'Undo' }] }]);

    await actor.click('undo');
    await actor.answers('Gone');

    // A text without blocks takes the blocks away.
    expect(actor.sees()).toMatchObject([{ text: 'Gone', buttons: [] }]);
  });
});
