/** Messages, and how the app gets to see them. Shape: docs.slack.dev/reference/objects (message), event `message`. */
import type { Channel, Places } from './channels.ts';
import { fileObject, type StoredFile } from './files/store.ts';
import type { Ground } from './ground.ts';
import type { Person } from './people.ts';

export type Author = { kind: 'person'; person: Person } | { kind: 'app' } | { kind: 'slackbot' };

export interface Message {
  readonly ts: string;
  readonly channel: Channel;
  readonly author: Author;
  /** Undefined for everybody in the channel; else the one person who sees it (an ephemeral message). */
  readonly onlyFor: string | undefined;
  readonly threadTs: string | undefined;
  readonly shownAt: number;
  text: string;
  /** As posted: the app's are checked, a person's are what their client made. */
  blocks: readonly unknown[];
  attachments: readonly unknown[];
  files: readonly StoredFile[];
  /** Anything else a message may carry, laid over its JSON. */
  extra: Record<string, unknown>;
  edited: boolean;
  gone: boolean;
}

/** Where the messages are kept. */
export interface Talk extends Places {
  readonly messages: Message[];
}

export interface MessageContent {
  text?: string;
  blocks?: readonly unknown[];
  attachments?: readonly unknown[];
  files?: readonly StoredFile[];
  threadTs?: string;
  extra?: Record<string, unknown>;
}

export function addMessage(
  world: Talk,
  where: { channel: Channel; author: Author; onlyFor?: string },
  content: MessageContent,
): Message {
  const message: Message = {
    ts: world.newTimestamp(),
    channel: where.channel,
    author: where.author,
    onlyFor: where.onlyFor,
    threadTs: content.threadTs,
    shownAt: world.now(),
    text: content.text ?? '',
    blocks: content.blocks ?? [],
    attachments: content.attachments ?? [],
    files: content.files ?? [],
    extra: content.extra ?? {},
    edited: false,
    gone: false,
  };
  for (const file of message.files) file.channels.add(where.channel.id);
  world.messages.push(message);
  world.happenings.tell();
  return message;
}

/** The message as the app receives it. Undefined keys in `extra` take a field away (a bot message without `user`). */
export function messageObject(world: Places, message: Message): Record<string, unknown> {
  const object: Record<string, unknown> = {
    type: 'message',
    ...authorFields(world, message.author),
    text: message.text,
    ts: message.ts,
    team: world.team.id,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.files.length > 0
      ? { files: message.files.map((file) => fileObject(world, file, 'message')), upload: false }
      : {}),
    ...(message.edited ? { edited: { user: world.app.userId, ts: message.ts } } : {}),
    ...message.extra,
  };
  for (const key of Object.keys(object)) if (object[key] === undefined) delete object[key];
  return object;
}

function authorFields(world: Ground, author: Author): Record<string, unknown> {
  switch (author.kind) {
    case 'person':
      return author.person.isBot
        ? {
            user: author.person.id,
            subtype: 'bot_message',
            bot_id: `B${author.person.id.slice(1)}`,
            username: author.person.name,
          }
        : { user: author.person.id, client_msg_id: `${author.person.id.toLowerCase()}-message` };
    case 'app':
      return {
        user: world.app.userId,
        bot_id: world.app.botId,
        app_id: world.app.id,
        bot_profile: {
          id: world.app.botId,
          app_id: world.app.id,
          name: world.app.name,
          team_id: world.team.id,
          deleted: false,
          updated: 0,
        },
      };
    case 'slackbot':
      return { user: 'USLACKBOT' };
  }
}

export function findMessage(world: Talk, channel: Channel, ts: string): Message | undefined {
  return world.messages.find(
    (message) => message.ts === ts && message.channel === channel && message.onlyFor === undefined && !message.gone,
  );
}
