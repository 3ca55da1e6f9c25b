/** Sending and closing forms. Source: docs.slack.dev/surfaces/modals, "handling view_submission". */
import { z } from 'zod';
import { PersonCannot } from '../actor/cannot.ts';
import {
  dispatch,
  dispatchExpectingNothing,
  type Interaction,
  interactionOf,
  interactiveBase,
} from '../actor/interaction.ts';
import { SlackRefusal } from '../api/refusal.ts';
import { acceptView } from '../api/views.ts';
import { newResponseUrl } from '../response-url.ts';
import { newTrigger } from '../trigger.ts';
import type { World } from '../world.ts';
import { fieldsOf } from './field.ts';
import { type OpenView, redraw, viewObject } from './open-view.ts';
import { fieldProblem } from './required.ts';
import { closeAll, closeTop, pushOn, topView } from './stack.ts';

const submissionAnswer = z.union([
  z.undefined(),
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('clear') }),
]);
type SubmissionAnswer = z.infer<typeof submissionAnswer>;

export async function submitForm(world: World, opened: OpenView): Promise<Interaction> {
  const { view } = opened;
  if (view.type !== 'modal' || view.submit === undefined) throw new PersonCannot('the form has no submit button');
  if (view.submit_disabled) throw new PersonCannot('the submit button is disabled');
  for (const field of fieldsOf(view)) {
    const state = opened.states.get(field.key);
    const problem = state === undefined ? undefined : fieldProblem(field, state);
    if (problem !== undefined) throw new PersonCannot(`"${field.label}" ${problem}`);
  }
  opened.formErrors = {};
  const ack = await dispatch(world, {
    kind: 'interactive',
    body: {
      type: 'view_submission',
      ...interactiveBase(world, opened.owner),
      trigger_id: newTrigger(world, opened.owner, opened.id),
      view: viewObject(world, opened),
      response_urls: responseUrls(world, opened),
    },
  });
  const interaction = interactionOf(ack, ack.kind === 'answered' ? takeAnswer(world, opened, ack.body) : undefined);
  world.happenings.tell();
  return interaction;
}

/** Does what the app answered. Returns what was wrong with the answer: the person then sees only "some trouble". */
function takeAnswer(world: World, opened: OpenView, body: unknown): string | undefined {
  const parsed = submissionAnswer.safeParse(body);
  if (!parsed.success) return `not an answer to a form: ${JSON.stringify(body)}`;
  try {
    return applyAnswer(world, opened, parsed.data);
  } catch (error) {
    if (error instanceof SlackRefusal) return `${error.code} ${JSON.stringify(error.beside)}`;
    throw error;
  }
}

function applyAnswer(world: World, opened: OpenView, answer: SubmissionAnswer): string | undefined {
  if (answer === undefined) {
    if (topView(world, opened.owner) === opened) closeTop(world, opened.owner);
    return undefined;
  }
  switch (answer.response_action) {
    case 'errors': {
      const inputs = new Set(fieldsOf(opened.view).flatMap((field) => (field.inInput ? [field.blockId] : [])));
      const strays = Object.keys(answer.errors).filter((blockId) => !inputs.has(blockId));
      if (strays.length > 0) return `errors for blocks that are no inputs: ${strays.join(', ')}`;
      if (Object.keys(answer.errors).length === 0) return 'errors without an error';
      opened.formErrors = answer.errors;
      return undefined;
    }
    case 'update':
      redraw(world, opened, acceptView(world, answer.view, 'modal', opened));
      return undefined;
    case 'push':
      pushOn(world, opened.owner, acceptView(world, answer.view, 'modal'));
      return undefined;
    case 'clear':
      closeAll(world, opened.owner);
      return undefined;
  }
}

function responseUrls(world: World, opened: OpenView) {
  return fieldsOf(opened.view).flatMap((field) => {
    const { element } = field;
    if (element.type !== 'conversations_select' && element.type !== 'channels_select') return [];
    const state = opened.states.get(field.key);
    const id =
      state?.type === 'conversations_select'
        ? state.selected_conversation
        : state?.type === 'channels_select'
          ? state.selected_channel
          : null;
    const channel = world.channels.get(id ?? '');
    if (!element.response_url_enabled || !field.inInput || channel === undefined) return [];
    const url = newResponseUrl(world, { kind: 'app', person: opened.owner, channel });
    return [{ block_id: field.blockId, action_id: field.actionId, channel_id: channel.id, response_url: url }];
  });
}

/** The person presses Close; with `clear_on_close` every form goes. The app hears of it where it asked to. */
export async function closeForm(world: World, opened: OpenView): Promise<void> {
  const clears = opened.view.type === 'modal' && (opened.view.clear_on_close ?? false);
  const closed = clears ? closeAll(world, opened.owner) : [closeTop(world, opened.owner)];
  for (const each of closed) {
    if (each === undefined || each.view.type !== 'modal' || !each.view.notify_on_close) continue;
    await dispatchExpectingNothing(
      world,
      {
        type: 'view_closed',
        ...interactiveBase(world, each.owner),
        view: viewObject(world, each),
        is_cleared: clears,
      },
      { person: each.owner, what: 'Closing' },
    );
  }
}
