/** Menus that ask the app. Source: docs.slack.dev/reference/interaction-payloads/block_suggestion-payload. */
import { z } from 'zod';
import { PersonCannot } from '../actor/cannot.ts';
import { dispatch, type Interaction, interactionOf, interactiveBase } from '../actor/interaction.ts';
import { option, optionGroup } from '../block-kit/composition.ts';
import type { World } from '../world.ts';
import type { Field } from './field.ts';
import { type OpenView, viewObject } from './open-view.ts';

const suggestionAnswer = z.union([
  z.strictObject({ options: z.array(option).max(100) }),
  z.strictObject({ option_groups: z.array(optionGroup).max(100) }),
]);

export interface Suggestions {
  /** What the person can choose from now. */
  labels: string[];
  /** Undefined when too little was typed: then the app is not asked. */
  interaction: Interaction | undefined;
}

/** The person types into an external select. A wrong answer shows "no results", with no word of the error. */
export async function suggest(world: World, opened: OpenView, field: Field, typed: string): Promise<Suggestions> {
  const { element } = field;
  if (element.type !== 'external_select' && element.type !== 'multi_external_select') {
    throw new PersonCannot(`"${field.label}" does not ask the app`);
  }
  opened.suggestions.delete(field.key);
  if (typed.length < (element.min_query_length ?? 3)) return { labels: [], interaction: undefined };
  const ack = await dispatch(world, {
    kind: 'interactive',
    body: {
      type: 'block_suggestion',
      ...interactiveBase(world, opened.owner),
      container: { type: 'view', view_id: opened.id },
      view: viewObject(world, opened),
      action_id: field.actionId,
      block_id: field.blockId,
      value: typed,
    },
  });
  if (ack.kind !== 'answered') return { labels: [], interaction: interactionOf(ack) };
  const parsed = suggestionAnswer.safeParse(ack.body);
  if (!parsed.success) return { labels: [], interaction: interactionOf(ack, 'not a list of options') };
  const options =
    'options' in parsed.data ? parsed.data.options : parsed.data.option_groups.flatMap((group) => group.options);
  opened.suggestions.set(field.key, options);
  return { labels: options.map((each) => each.text.text), interaction: interactionOf(ack) };
}
