/** Buttons and menus. Source: docs.slack.dev/reference/interaction-payloads/block_actions-payload. */
import type { Block } from '../block-kit/blocks.ts';
import { elementsOf } from '../block-kit/check.ts';
import { payloadName } from '../channels.ts';
import type { Field } from '../forms/field.ts';
import { fieldsOf } from '../forms/field.ts';
import { type FieldState, initialState } from '../forms/field-state.ts';
import { type OpenView, type stateValues, viewObject } from '../forms/open-view.ts';
import { type Message, messageObject } from '../messages.ts';
import type { Person } from '../people.ts';
import { asBlocks, type Pressable, pressables } from '../readable.ts';
import { newResponseUrl } from '../response-url.ts';
import { newTrigger } from '../trigger.ts';
import type { World } from '../world.ts';
import { PersonCannot } from './cannot.ts';
import { dispatchExpectingNothing, type Interaction, interactiveBase } from './interaction.ts';

/** Where a button stands. */
export type Surface = { kind: 'view'; opened: OpenView } | { kind: 'message'; message: Message };

export function blocksOf(surface: Surface): readonly Block[] {
  return surface.kind === 'view' ? surface.opened.view.blocks : asBlocks(surface.message.blocks);
}

/** The buttons that a text or an action id means there. */
export function findPressables(surface: Surface, textOrActionId: string): Pressable[] {
  const all = pressables(blocksOf(surface));
  const byText = all.filter((each) => each.text === textOrActionId);
  return byText.length > 0 ? byText : all.filter((each) => each.actionId === textOrActionId && each.kind === 'button');
}

export async function press(world: World, person: Person, surface: Surface, what: Pressable): Promise<Interaction> {
  const block = blocksOf(surface).find((each) => each.block_id === what.blockId);
  const element =
    block === undefined
      ? undefined
      : elementsOf(block)
          .map((each) => each.element)
          .find((each) => 'action_id' in each && each.action_id === what.actionId);
  const at = { action_id: what.actionId, block_id: what.blockId, action_ts: world.newTimestamp() };
  if (element?.type === 'button') {
    const { text, value, style, url } = element;
    const given = { text, ...(value === undefined ? {} : { value }) };
    const looks = { ...(style === undefined ? {} : { style }), ...(url === undefined ? {} : { url }) };
    return act(world, person, surface, { type: 'button', ...at, ...given, ...looks });
  }
  if (element?.type === 'overflow') {
    const option = element.options.find((each) => each.text.text === what.text);
    return act(world, person, surface, { type: 'overflow', ...at, selected_option: option });
  }
  throw new PersonCannot(`there is no button "${what.text}" any more`);
}

/** Tells the app that a field which tells at once was changed. */
export async function tellChange(
  world: World,
  person: Person,
  opened: OpenView,
  field: Field,
  state: FieldState,
): Promise<Interaction> {
  const at = { action_id: field.actionId, block_id: field.blockId, action_ts: world.newTimestamp() };
  return act(world, person, { kind: 'view', opened }, { ...state, ...at });
}

async function act(
  world: World,
  person: Person,
  surface: Surface,
  action: Record<string, unknown>,
): Promise<Interaction> {
  const base = { type: 'block_actions', ...interactiveBase(world, person), actions: [action] };
  if (surface.kind === 'view') {
    const { opened } = surface;
    const isModal = opened.view.type === 'modal';
    return dispatchExpectingNothing(
      world,
      {
        ...base,
        container: { type: 'view', view_id: opened.id },
        trigger_id: newTrigger(world, person, isModal ? opened.id : undefined),
        view: viewObject(world, opened),
      },
      { person, what: 'The action' },
    );
  }
  const { message } = surface;
  const { channel } = message;
  const isEphemeral = message.onlyFor !== undefined;
  return dispatchExpectingNothing(
    world,
    {
      ...base,
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: channel.id,
        is_ephemeral: isEphemeral,
        ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
      },
      trigger_id: newTrigger(world, person),
      channel: { id: channel.id, name: payloadName(channel) },
      // Slack keeps no copy of an ephemeral message, so its payload can't carry one.
      ...(isEphemeral ? {} : { message: messageObject(world, message) }),
      state: { values: messageState(asBlocks(message.blocks)) },
      response_url: newResponseUrl(world, { kind: 'actions', person, channel, clicked: message }),
    },
    { person, channel, what: 'The action' },
  );
}

function messageState(blocks: readonly Block[]): ReturnType<typeof stateValues> {
  const values: ReturnType<typeof stateValues> = {};
  for (const field of fieldsOf({ blocks })) {
    values[field.blockId] = { ...values[field.blockId], [field.actionId]: initialState(field.element) };
  }
  return values;
}
