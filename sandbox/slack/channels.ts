/** Conversations: public and private channels, direct messages between two people, and those with the bot. */
import type { Ground } from './ground.ts';
import type { Person } from './people.ts';

export interface Channel {
  readonly id: string;
  readonly kind: 'public' | 'private' | 'direct' | 'bot';
  readonly name: string;
  /** Ids of people; a public channel can be read by everybody all the same. */
  readonly members: Set<string>;
  botIsMember: boolean;
}

/** Where the conversations are kept. */
export interface Places extends Ground {
  readonly channels: Map<string, Channel>;
  /** By the person's id. */
  readonly botChannels: Map<string, Channel>;
}

export interface NewChannel {
  id?: string;
  name: string;
  isPrivate?: boolean;
  members?: Person[];
  botIsMember?: boolean;
}

export function addChannel(world: Places, given: NewChannel): Channel {
  const channel: Channel = {
    id: given.id ?? world.newId('C'),
    kind: given.isPrivate ? 'private' : 'public',
    name: given.name,
    members: new Set((given.members ?? []).map((person) => person.id)),
    botIsMember: given.botIsMember ?? false,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

/** The conversation of two people; the bot is never in it. */
export function directChannel(world: Places, one: Person, other: Person): Channel {
  for (const channel of world.channels.values()) {
    if (channel.kind === 'direct' && channel.members.has(one.id) && channel.members.has(other.id)) return channel;
  }
  const channel: Channel = {
    id: world.newId('D'),
    kind: 'direct',
    name: 'directmessage',
    members: new Set([one.id, other.id]),
    botIsMember: false,
  };
  world.channels.set(channel.id, channel);
  return channel;
}

/** The conversation of a person with the app, opened when it is first needed. */
export function botChannel(world: Places, person: Person): Channel {
  const known = world.botChannels.get(person.id);
  if (known !== undefined) return known;
  const channel: Channel = {
    id: world.newId('D'),
    kind: 'bot',
    name: 'directmessage',
    members: new Set([person.id]),
    botIsMember: true,
  };
  world.channels.set(channel.id, channel);
  world.botChannels.set(person.id, channel);
  return channel;
}

/** Whether a person can read what is posted there. */
export function canRead(channel: Channel, person: Person): boolean {
  return channel.members.has(person.id) || (channel.kind === 'public' && !person.isGuest);
}

/** The name as a slash command or a shortcut carries it. */
export function payloadName(channel: Channel): string {
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}
