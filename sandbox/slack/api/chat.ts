/** Sources: docs.slack.dev/reference/methods/chat.postMessage, chat.postEphemeral, chat.update, chat.delete. */
import { z } from 'zod';
import { checkContent } from '../app-message.ts';
import { botChannel, type Channel } from '../channels.ts';
import { addMessage, findMessage, type Message, messageObject } from '../messages.ts';
import type { World } from '../world.ts';
import { flag, jsonList, method } from './method.ts';
import { A_SECOND_FOR_EACH_CHANNEL, TIER_3, TIER_4 } from './rate.ts';
import { SlackRefusal } from './refusal.ts';

const content = {
  text: z.string().optional(),
  blocks: jsonList.optional(),
  attachments: jsonList.optional(),
  parse: z.enum(['full', 'none', 'client']).optional(),
  link_names: flag.optional(),
};

/** Where the app may write: its own conversations, channels it is in, and, by a person's id, its chat with them. */
function writable(world: World, id: string): Channel {
  const person = world.people.get(id);
  if (person !== undefined) {
    if (person.deleted || person.isBot) throw new SlackRefusal('channel_not_found');
    if (!world.settings.messagesTab) throw new SlackRefusal('messages_tab_disabled');
    return botChannel(world, person);
  }
  const channel = world.channels.get(id);
  if (channel === undefined) throw new SlackRefusal('channel_not_found');
  if (channel.kind === 'bot' && !world.settings.messagesTab) throw new SlackRefusal('messages_tab_disabled');
  if (!channel.botIsMember) throw new SlackRefusal(channel.kind === 'public' ? 'not_in_channel' : 'channel_not_found');
  return channel;
}

function ownMessage(world: World, channelId: string, ts: string, otherwise: string): Message {
  // A person's id is not taken here: only the id of the conversation (docs, chat.update, `channel`).
  const channel = world.channels.get(channelId);
  if (channel === undefined || !channel.botIsMember) throw new SlackRefusal('channel_not_found');
  const message = findMessage(world, channel, ts);
  if (message === undefined) throw new SlackRefusal('message_not_found');
  if (message.author.kind !== 'app') throw new SlackRefusal(otherwise);
  return message;
}

export const chatPostMessage = method({
  pace: A_SECOND_FOR_EACH_CHANNEL,
  scopes: ['chat:write'],
  arguments: z.strictObject({
    channel: z.string().min(1),
    ...content,
    thread_ts: z.string().optional(),
    reply_broadcast: flag.optional(),
    mrkdwn: flag.optional(),
    unfurl_links: flag.optional(),
    unfurl_media: flag.optional(),
  }),
  run: (world, given) => {
    const channel = writable(world, given.channel);
    const checked = checkContent(world, given);
    if (given.thread_ts !== undefined && findMessage(world, channel, given.thread_ts) === undefined) {
      throw new SlackRefusal('thread_not_found');
    }
    const message = addMessage(
      world,
      { channel, author: { kind: 'app' } },
      { ...checked, ...(given.thread_ts === undefined ? {} : { threadTs: given.thread_ts }) },
    );
    return { channel: channel.id, ts: message.ts, message: messageObject(world, message) };
  },
});

export const chatPostEphemeral = method({
  pace: TIER_4,
  scopes: ['chat:write'],
  arguments: z.strictObject({
    channel: z.string().min(1),
    user: z.string().min(1),
    ...content,
    thread_ts: z.string().optional(),
  }),
  run: (world, given) => {
    const channel = writable(world, given.channel);
    if (!channel.members.has(given.user)) throw new SlackRefusal('user_not_in_channel');
    const checked = checkContent(world, given);
    const message = addMessage(world, { channel, author: { kind: 'app' }, onlyFor: given.user }, checked);
    return { message_ts: message.ts };
  },
});

export const chatUpdate = method({
  pace: TIER_3,
  scopes: ['chat:write'],
  arguments: z.strictObject({
    channel: z.string().min(1),
    ts: z.string().min(1),
    ...content,
    reply_broadcast: flag.optional(),
  }),
  run: (world, given) => {
    const message = ownMessage(world, given.channel, given.ts, 'cant_update_message');
    if ((given.text ?? '').length > 4000) throw new SlackRefusal('msg_too_long');
    // Blocks stay only when neither text nor blocks are given: a text alone takes them away.
    const keepsBlocks = given.text === undefined && given.blocks === undefined;
    const checked = checkContent(world, {
      text: given.text ?? message.text,
      blocks: given.blocks,
      attachments: given.attachments ?? message.attachments,
    });
    Object.assign(message, checked, keepsBlocks ? { blocks: message.blocks } : {}, { edited: true });
    world.happenings.tell();
    return {
      channel: message.channel.id,
      ts: message.ts,
      text: message.text,
      message: messageObject(world, message),
    };
  },
});

export const chatDelete = method({
  pace: TIER_3,
  scopes: ['chat:write'],
  arguments: z.strictObject({ channel: z.string().min(1), ts: z.string().min(1) }),
  run: (world, given) => {
    const message = ownMessage(world, given.channel, given.ts, 'cant_delete_message');
    message.gone = true;
    world.happenings.tell();
    return { channel: message.channel.id, ts: message.ts };
  },
});

/** Only for conversations the app is in: anywhere else it is `channel_not_found`. */
export const chatGetPermalink = method({
  arguments: z.strictObject({ channel: z.string().min(1), message_ts: z.string().min(1) }),
  run: (world, given) => {
    const channel = world.channels.get(given.channel);
    if (channel === undefined || (!channel.botIsMember && channel.kind !== 'public')) {
      throw new SlackRefusal('channel_not_found');
    }
    const message = findMessage(world, channel, given.message_ts);
    if (message === undefined) throw new SlackRefusal('message_not_found');
    return { channel: channel.id, permalink: permalinkOf(world, message) };
  },
});

export function permalinkOf(world: World, message: Message): string {
  const path = `archives/${message.channel.id}/p${message.ts.replace('.', '')}`;
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${message.channel.id}`;
  return `${world.team.url}${path}${thread}`;
}
