/** The forms a person has open: at most three on top of each other (docs.slack.dev/surfaces/modals). */
import { SlackRefusal } from '../api/refusal.ts';
import type { View } from '../block-kit/view.ts';
import type { Person } from '../people.ts';
import type { World } from '../world.ts';
import { newOpenView, type OpenView } from './open-view.ts';

const MOST_VIEWS = 3;

export function stackOf(world: World, person: Person): OpenView[] {
  return world.stacks.get(person.id) ?? [];
}

export function topView(world: World, person: Person): OpenView | undefined {
  return stackOf(world, person).at(-1);
}

/** Opens a form by itself; what was open before is closed. */
export function openRoot(world: World, owner: Person, view: View): OpenView {
  closeAll(world, owner);
  const opened = newOpenView(world, { view, owner });
  world.stacks.set(owner.id, [opened]);
  world.happenings.tell();
  return opened;
}

/** Lays a form on the one that is open. */
export function pushOn(world: World, owner: Person, view: View): OpenView {
  const stack = stackOf(world, owner);
  const [root] = stack;
  const previous = stack.at(-1);
  if (root === undefined || previous === undefined) throw new SlackRefusal('not_found');
  if (stack.length >= MOST_VIEWS) throw new SlackRefusal('push_limit_reached');
  const opened = newOpenView(world, { view, owner, root, previous });
  world.stacks.set(owner.id, [...stack, opened]);
  world.happenings.tell();
  return opened;
}

export function closeTop(world: World, owner: Person): OpenView | undefined {
  const stack = stackOf(world, owner);
  const top = stack.at(-1);
  if (top === undefined) return undefined;
  top.open = false;
  world.stacks.set(owner.id, stack.slice(0, -1));
  world.happenings.tell();
  return top;
}

export function closeAll(world: World, owner: Person): OpenView[] {
  const closed = stackOf(world, owner);
  for (const each of closed) each.open = false;
  world.stacks.set(owner.id, []);
  world.happenings.tell();
  return closed;
}
