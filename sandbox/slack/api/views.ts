/** Sources: docs.slack.dev/reference/methods/views.open, views.push, views.update, views.publish. */
import { z } from 'zod';
import { checkView } from '../block-kit/check.ts';
import type { View } from '../block-kit/view.ts';
import { newOpenView, type OpenView, redraw, viewObject } from '../forms/open-view.ts';
import { openRoot, pushOn, stackOf } from '../forms/stack.ts';
import { surroundingsOf } from '../surroundings.ts';
import { spendTrigger } from '../trigger.ts';
import type { World } from '../world.ts';
import { json, method } from './method.ts';
import { TIER_4 } from './rate.ts';
import { refusalWithMessages, SlackRefusal } from './refusal.ts';

/** Checks a view of the app and that it is of the kind that may stand here. */
export function acceptView(world: World, raw: unknown, type: View['type'], instead?: OpenView): View {
  const checked = checkView(raw, surroundingsOf(world));
  if (!checked.ok && checked.tooLarge) throw new SlackRefusal('view_too_large');
  if (!checked.ok) throw refusalWithMessages('invalid_arguments', checked.problems);
  if (checked.value.type !== type) {
    throw refusalWithMessages('invalid_arguments', [`[ERROR] must be of type ${type} [json-pointer:/view/type]`]);
  }
  const { external_id: externalId } = checked.value;
  if (externalId !== undefined && externalId !== '') {
    const twin = findByExternalId(world, externalId);
    if (twin !== undefined && twin !== instead) throw new SlackRefusal('duplicate_external_id');
  }
  return checked.value;
}

function findByExternalId(world: World, externalId: string): OpenView | undefined {
  for (const opened of world.views.values()) {
    if (opened.open && opened.view.external_id === externalId) return opened;
  }
  return undefined;
}

export const viewsOpen = method({
  pace: TIER_4,
  arguments: z.strictObject({ trigger_id: z.string().min(1), view: json }),
  run: (world, given) => {
    const view = acceptView(world, given.view, 'modal');
    const trigger = spendTrigger(world, given.trigger_id);
    return { view: viewObject(world, openRoot(world, trigger.person, view)) };
  },
});

export const viewsPush = method({
  pace: TIER_4,
  arguments: z.strictObject({ trigger_id: z.string().min(1), view: json }),
  run: (world, given) => {
    const view = acceptView(world, given.view, 'modal');
    const trigger = spendTrigger(world, given.trigger_id);
    const stack = stackOf(world, trigger.person);
    if (trigger.fromView === undefined || !stack.some((each) => each.id === trigger.fromView)) {
      throw new SlackRefusal('invalid_trigger_id');
    }
    return { view: viewObject(world, pushOn(world, trigger.person, view)) };
  },
});

export const viewsUpdate = method({
  pace: TIER_4,
  arguments: z.strictObject({
    view: json,
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
  }),
  run: (world, given) => {
    if ((given.view_id === undefined) === (given.external_id === undefined)) {
      throw refusalWithMessages('invalid_arguments', ['[ERROR] must provide exactly one of view_id and external_id']);
    }
    const opened =
      given.view_id === undefined ? findByExternalId(world, given.external_id ?? '') : world.views.get(given.view_id);
    // A form that the person has closed, or sent, can't be changed any more.
    if (opened === undefined || !opened.open) throw new SlackRefusal('not_found');
    const view = acceptView(world, given.view, opened.view.type, opened);
    if (given.hash !== undefined && given.hash !== opened.hash) throw new SlackRefusal('hash_conflict');
    redraw(world, opened, view);
    return { view: viewObject(world, opened) };
  },
});

export const viewsPublish = method({
  pace: TIER_4,
  arguments: z.strictObject({ user_id: z.string().min(1), view: json, hash: z.string().optional() }),
  run: (world, given) => {
    if (!world.settings.homeTab) throw new SlackRefusal('not_enabled');
    const person = world.people.get(given.user_id);
    if (person === undefined || person.isBot) {
      throw refusalWithMessages('invalid_arguments', [
        `[ERROR] invalid \`user_id\`: ${given.user_id} [json-pointer:/user_id]`,
      ]);
    }
    const before = world.homes.get(person.id);
    const view = acceptView(world, given.view, 'home', before);
    if (given.hash !== undefined && given.hash !== before?.hash) throw new SlackRefusal('hash_conflict');
    if (before === undefined) {
      const opened = newOpenView(world, { view, owner: person });
      world.homes.set(person.id, opened);
      world.happenings.tell();
      return { view: viewObject(world, opened) };
    }
    redraw(world, before, view);
    return { view: viewObject(world, before) };
  },
});
