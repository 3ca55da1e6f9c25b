/** Shortcuts. Source: docs.slack.dev/interactivity/implementing-shortcuts. */
import { canRead, payloadName } from '../channels.ts';
import { type Message, messageObject } from '../messages.ts';
import type { Person } from '../people.ts';
import { newResponseUrl } from '../response-url.ts';
import { newTrigger } from '../trigger.ts';
import type { World } from '../world.ts';
import { PersonCannot } from './cannot.ts';
import { dispatchExpectingNothing, type Interaction, interactiveBase } from './interaction.ts';

export interface MessageShortcutOptions {
  /** Payloads from direct messages have been seen without a response_url. */
  withoutResponseUrl?: boolean;
}

export async function runMessageShortcut(
  world: World,
  person: Person,
  callbackId: string,
  message: Message,
  options: MessageShortcutOptions = {},
): Promise<Interaction> {
  if (message.onlyFor !== undefined) throw new PersonCannot('shortcuts are not offered on ephemeral messages');
  if (message.gone) throw new PersonCannot('the message is deleted');
  if (!canRead(message.channel, person)) throw new PersonCannot(`${person.name} is not in ${message.channel.name}`);
  const { channel } = message;
  return dispatchExpectingNothing(
    world,
    {
      type: 'message_action',
      ...interactiveBase(world, person),
      action_ts: world.newTimestamp(),
      callback_id: callbackId,
      trigger_id: newTrigger(world, person),
      channel: { id: channel.id, name: payloadName(channel) },
      message_ts: message.ts,
      message: messageObject(world, message),
      ...(options.withoutResponseUrl ? {} : { response_url: newResponseUrl(world, { kind: 'app', person, channel }) }),
    },
    { person, channel, what: 'The shortcut' },
  );
}

/** A global shortcut has no channel, no message and no response_url. */
export async function runGlobalShortcut(world: World, person: Person, callbackId: string): Promise<Interaction> {
  return dispatchExpectingNothing(
    world,
    {
      type: 'shortcut',
      ...interactiveBase(world, person),
      action_ts: world.newTimestamp(),
      callback_id: callbackId,
      trigger_id: newTrigger(world, person),
    },
    { person, what: 'The shortcut' },
  );
}
