import { describe, expect, it } from 'vitest';
import { callApi, newWorkspace, section } from './fixture.ts';

describe('chat.postMessage', () => {
  it('writes to a person by their id', async () => {
    const { workspace, anna } = await newWorkspace();

    const answer = await callApi(workspace, 'chat.postMessage', { channel: anna.id, text: 'Hello' });

    expect(answer).toMatchObject({ ok: true, channel: workspace.channels.withBot(anna).id });
    expect(workspace.as(anna).sees()).toMatchObject([{ text: 'Hello', where: 'dm', ts: answer.ts }]);
  });

  it('does not find conversations the bot is not in', async () => {
    const { workspace, anna } = await newWorkspace();
    const boris = workspace.people.add({ name: 'boris', realName: 'Boris' });
    const secret = workspace.channels.add({ name: 'secret', isPrivate: true, members: [anna] });
    const direct = workspace.channels.direct(anna, boris);
    const post = (channel: string) => callApi(workspace, 'chat.postMessage', { channel, text: 'x' });

    expect(await post(secret.id)).toEqual({ ok: false, error: 'channel_not_found' });
    expect(await post(direct.id)).toEqual({ ok: false, error: 'channel_not_found' });
    expect(await post('C0NOWHERE01')).toEqual({ ok: false, error: 'channel_not_found' });
    expect(await post(workspace.channels.general.id)).toEqual({ ok: false, error: 'not_in_channel' });
  });

  it('fails for everybody when the Messages tab is off', async () => {
    const { workspace, anna } = await newWorkspace({ messagesTab: false });

    expect(await callApi(workspace, 'chat.postMessage', { channel: anna.id, text: 'x' })).toMatchObject({
      error: 'messages_tab_disabled',
    });
  });

  it('refuses nothing, too much, and blocks that are wrong, saying where', async () => {
    const { workspace, anna } = await newWorkspace({ tiers: false });
    const post = (content: object) => callApi(workspace, 'chat.postMessage', { channel: anna.id, ...content });

    expect(await post({ text: ' ' })).toMatchObject({ error: 'no_text' });
    expect(await post({ text: 'x'.repeat(40_001) })).toMatchObject({ error: 'msg_too_long' });
    expect(await post({ text: 'x', blocks: [section('x'.repeat(3001))] })).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: ['must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
      response_metadata: { messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'] },
    });
    expect(await post({ text: 'x', blocks: Array(51).fill({ type: 'divider' }) })).toMatchObject({
      response_metadata: { messages: ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'] },
    });
    expect(await post({ text: 'x', blocks: 'not json' })).toMatchObject({ error: 'invalid_arguments' });
  });

  it('answers in a thread that exists', async () => {
    const { workspace, anna } = await newWorkspace({ tiers: false });
    const first = await callApi(workspace, 'chat.postMessage', { channel: anna.id, text: 'First' });
    const reply = { channel: anna.id, text: 'Reply' };

    expect(await callApi(workspace, 'chat.postMessage', { ...reply, thread_ts: first.ts })).toMatchObject({
      message: { thread_ts: first.ts },
    });
    expect(await callApi(workspace, 'chat.postMessage', { ...reply, thread_ts: '1.000001' })).toMatchObject({
      error: 'thread_not_found',
    });
  });
});

describe('chat.postEphemeral', () => {
  it('shows a message to one member only, which nobody can change later', async () => {
    const { workspace, anna } = await newWorkspace();
    const boris = workspace.people.add({ name: 'boris', realName: 'Boris' });
    const team = workspace.channels.add({ name: 'team', members: [anna], botIsMember: true });
    const given = { channel: team.id, text: 'psst' };

    const { message_ts: ts } = await callApi(workspace, 'chat.postEphemeral', { ...given, user: anna.id });

    expect(workspace.as(anna).sees()).toMatchObject([{ text: 'psst', where: 'ephemeral' }]);
    expect(workspace.as(boris).sees()).toEqual([]);
    expect(await callApi(workspace, 'chat.postEphemeral', { ...given, user: boris.id })).toMatchObject({
      error: 'user_not_in_channel',
    });
    expect(await callApi(workspace, 'chat.update', { channel: team.id, ts, text: 'x' })).toMatchObject({
      error: 'message_not_found',
    });
  });
});

describe('chat.update and chat.delete', () => {
  it('touch only the messages of the app, by the id of the conversation', async () => {
    const { workspace, anna } = await newWorkspace();
    const team = workspace.channels.add({ name: 'team', members: [anna], botIsMember: true });
    const hers = workspace.post(team, anna, { text: 'mine' });
    const { ts, channel } = await callApi(workspace, 'chat.postMessage', { channel: anna.id, text: 'a' });

    expect(await callApi(workspace, 'chat.update', { channel: team.id, ts: hers.ts, text: 'x' })).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await callApi(workspace, 'chat.delete', { channel: team.id, ts: hers.ts })).toMatchObject({
      error: 'cant_delete_message',
    });
    expect(await callApi(workspace, 'chat.update', { channel: anna.id, ts, text: 'b' })).toMatchObject({
      error: 'channel_not_found',
    });
    expect(await callApi(workspace, 'chat.update', { channel, ts, text: 'b' })).toMatchObject({ ok: true, text: 'b' });
    expect(await callApi(workspace, 'chat.delete', { channel, ts })).toMatchObject({ ok: true });
    expect(workspace.as(anna).sees()).toEqual([]);
  });

  it('drop the blocks when only a text is given', async () => {
    const { workspace, anna } = await newWorkspace();
    const { ts, channel } = await callApi(workspace, 'chat.postMessage', {
      channel: anna.id,
      text: 'a',
      blocks: [section('shown')],
    });
    expect(workspace.as(anna).sees()).toMatchObject([{ text: 'shown', notification: 'a' }]);

    await callApi(workspace, 'chat.update', { channel, ts, text: 'b' });

    expect(workspace.as(anna).sees()).toMatchObject([{ text: 'b', blocks: [] }]);
  });
});

describe('chat.getPermalink', () => {
  it('points to the message, where the bot can see it', async () => {
    const { workspace, anna } = await newWorkspace({ domain: 'acme' });
    const message = workspace.post(workspace.channels.general, anna, { text: 'hi' });
    const secret = workspace.channels.add({ name: 'secret', isPrivate: true, members: [anna] });
    const hidden = workspace.post(secret, anna, { text: 'hi' });

    expect(
      await callApi(workspace, 'chat.getPermalink', { channel: message.channel.id, message_ts: message.ts }),
    ).toMatchObject({
      permalink: `https://acme.slack.com/archives/${message.channel.id}/p${message.ts.replace('.', '')}`,
    });
    expect(await callApi(workspace, 'chat.getPermalink', { channel: secret.id, message_ts: hidden.ts })).toMatchObject({
      error: 'channel_not_found',
    });
  });
});
