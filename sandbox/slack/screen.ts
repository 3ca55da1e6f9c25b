/** What of the app (and of Slack's own complaints about it) a person has before them now. */
import { canRead } from './channels.ts';
import type { Message } from './messages.ts';
import type { Person } from './people.ts';
import { asBlocks, type Pressable, pressables, readBlocks } from './readable.ts';
import type { World } from './world.ts';

export interface SeenMessage {
  readonly ts: string;
  /** What is read: the blocks where there are any (Slack shows `text` only in notifications then), else the text. */
  readonly text: string;
  /** The message's `text` as it was given. */
  readonly notification: string;
  readonly blocks: readonly unknown[];
  readonly shownAt: number;
  readonly where: 'ephemeral' | 'dm' | 'channel';
  readonly channelId: string;
  /** `slackbot` is Slack itself, saying that the app failed. */
  readonly from: 'app' | 'slackbot';
  readonly buttons: readonly Pressable[];
}

/** In the order in which they were shown; a replaced message keeps its place. */
export function seenBy(world: World, person: Person): SeenMessage[] {
  return visibleMessages(world, person).map((message) => {
    const blocks = asBlocks(message.blocks);
    return {
      ts: message.ts,
      text: blocks.length > 0 ? readBlocks(blocks) : message.text,
      notification: message.text,
      blocks: message.blocks,
      shownAt: message.shownAt,
      where: message.onlyFor !== undefined ? 'ephemeral' : message.channel.kind === 'bot' ? 'dm' : 'channel',
      channelId: message.channel.id,
      from: message.author.kind === 'slackbot' ? 'slackbot' : 'app',
      buttons: pressables(blocks),
    };
  });
}

export function visibleMessages(world: World, person: Person): Message[] {
  return world.messages.filter(
    (message) =>
      !message.gone &&
      message.author.kind !== 'person' &&
      (message.onlyFor === undefined ? canRead(message.channel, person) : message.onlyFor === person.id),
  );
}
