/** What a person can do and see in the workspace. */
import type { View } from '../block-kit/view.ts';
import type { Channel } from '../channels.ts';
import { type Entry, enter } from '../forms/entry.ts';
import { findField } from '../forms/find.ts';
import type { OpenView } from '../forms/open-view.ts';
import { readView } from '../forms/read-view.ts';
import { topView } from '../forms/stack.ts';
import { closeForm, submitForm } from '../forms/submission.ts';
import { type Suggestions, suggest } from '../forms/suggestion.ts';
import type { Message } from '../messages.ts';
import type { Person } from '../people.ts';
import { type Pressable, pressables, readBlocks } from '../readable.ts';
import { type SeenMessage, seenBy, visibleMessages } from '../screen.ts';
import type { World } from '../world.ts';
import { PersonCannot } from './cannot.ts';
import { findPressables, press, type Surface, tellChange } from './click.ts';
import { type CommandOptions, runCommand } from './command.ts';
import { openAppHome } from './home.ts';
import type { Interaction } from './interaction.ts';
import { type MessageShortcutOptions, runGlobalShortcut, runMessageShortcut } from './shortcut.ts';

export interface Actor {
  readonly person: Person;
  /** Types a slash command; without a channel in #general, where the bot is not a member. */
  command(command: `/${string}`, text: string, at?: Channel, options?: CommandOptions): Promise<Interaction>;
  messageShortcut(callbackId: string, message: Message, options?: MessageShortcutOptions): Promise<Interaction>;
  globalShortcut(callbackId: string): Promise<Interaction>;
  /** Fills fields of the open form; refuses (`PersonCannot`) what the client would not take. */
  fill(values: Record<string, Entry>): void;
  /** Changes a field that tells the app at once (`dispatch_action`, or outside an input block), here or in the Home. */
  pick(field: string, entry: Entry): Promise<Interaction>;
  /** Types into a menu that asks the app; what it offers can then be filled in by label. */
  suggest(field: string, typed: string): Promise<Suggestions>;
  /** Sends the open form; refuses (`PersonCannot`) while a required field is empty. */
  submit(): Promise<Interaction>;
  close(): Promise<void>;
  /**
   * Presses a button, by its text or action id: in the message given, else in the open form, else wherever it is newest.
   * In a view with several of that name it is the first one beside or below the given words.
   */
  click(textOrActionId: string, where?: { readonly ts: string } | { readonly below: string }): Promise<Interaction>;
  openHome(tab?: 'home' | 'messages'): Promise<Interaction>;
  /** The form that is open, the uppermost one. */
  view(): View | undefined;
  viewText(): string;
  /** By block id: what the app said is wrong in the open form. */
  readonly formErrors: Record<string, string>;
  home(): View | undefined;
  homeText(): string;
  sees(): SeenMessage[];
  /** Waits for a message that begins with a text; the newest one if there are several. */
  answers(startsWith: string, timeoutMs?: number): Promise<SeenMessage>;
}

export function actorFor(world: World, person: Person, usualChannel: Channel): Actor {
  const form = (): OpenView => {
    const opened = topView(world, person);
    if (opened === undefined) throw new PersonCannot(`${person.name} has no form open`);
    return opened;
  };
  const answer = (startsWith: string) => seenBy(world, person).findLast((seen) => seen.text.startsWith(startsWith));
  return {
    person,
    command: (command, text, at = usualChannel, options = {}) => runCommand(world, person, command, text, at, options),
    messageShortcut: (callbackId, message, options) => runMessageShortcut(world, person, callbackId, message, options),
    globalShortcut: (callbackId) => runGlobalShortcut(world, person, callbackId),
    fill(values) {
      const opened = form();
      for (const [name, given] of Object.entries(values)) {
        const { field, entry } = findField(opened, name, given);
        if (field.tellsAtOnce) throw new PersonCannot(`"${name}" tells the app at once: pick it`);
        opened.states.set(field.key, enter(world, opened, field, entry));
      }
      world.happenings.tell();
    },
    async pick(name, given) {
      const opened = topView(world, person) ?? world.homes.get(person.id) ?? form();
      const { field, entry } = findField(opened, name, given);
      if (!field.tellsAtOnce) throw new PersonCannot(`"${name}" does not tell the app: fill it`);
      const state = enter(world, opened, field, entry);
      opened.states.set(field.key, state);
      return tellChange(world, person, opened, field, state);
    },
    async suggest(name, typed) {
      const opened = topView(world, person) ?? world.homes.get(person.id) ?? form();
      return suggest(world, opened, findField(opened, name, null).field, typed);
    },
    submit: async () => submitForm(world, form()),
    close: async () => closeForm(world, form()),
    async click(textOrActionId, where) {
      const { surface, pressable } =
        where !== undefined && 'below' in where
          ? findBelow(world, person, textOrActionId, where.below)
          : findButton(world, person, textOrActionId, where);
      return press(world, person, surface, pressable);
    },
    openHome: (tab = 'home') => openAppHome(world, person, tab),
    view: () => topView(world, person)?.view,
    viewText: () => {
      const opened = topView(world, person);
      return opened === undefined ? '' : readView(opened);
    },
    get formErrors() {
      return topView(world, person)?.formErrors ?? {};
    },
    home: () => world.homes.get(person.id)?.view,
    homeText: () => {
      const opened = world.homes.get(person.id);
      return opened === undefined ? '' : readView(opened);
    },
    sees: () => seenBy(world, person),
    async answers(startsWith, timeoutMs = 5000) {
      const seeing = () => `${person.name} sees ${JSON.stringify(seenBy(world, person).map((seen) => seen.text))}`;
      await world.happenings.until(
        () => answer(startsWith) !== undefined,
        timeoutMs,
        () => `"${startsWith}"; ${seeing()}`,
      );
      const found = answer(startsWith);
      if (found === undefined) throw new Error(`"${startsWith}" came and went`);
      return found;
    },
  };
}

function findButton(
  world: World,
  person: Person,
  name: string,
  inMessage: { readonly ts: string } | undefined,
): { surface: Surface; pressable: Pressable } {
  for (const surface of surfaces(world, person, inMessage)) {
    const found = findPressables(surface, name);
    const [pressable] = found;
    if (found.length > 1) throw new PersonCannot(`several buttons are called "${name}"`);
    if (pressable !== undefined) return { surface, pressable };
  }
  throw new PersonCannot(`${person.name} sees no button "${name}"`);
}

function findBelow(
  world: World,
  person: Person,
  name: string,
  words: string,
): { surface: Surface; pressable: Pressable } {
  const opened = topView(world, person) ?? world.homes.get(person.id);
  const blocks = opened?.view.blocks ?? [];
  const from = blocks.findIndex((each) => readBlocks([each]).includes(words));
  if (opened === undefined || from < 0) throw new PersonCannot(`${person.name} does not read "${words}"`);
  const pressable = pressables(blocks.slice(from)).find((each) => each.text === name || each.actionId === name);
  if (pressable === undefined) throw new PersonCannot(`${person.name} sees no button "${name}" below "${words}"`);
  return { surface: { kind: 'view', opened }, pressable };
}

/** Where to look for a button, in order. An open form covers everything behind it. */
function surfaces(world: World, person: Person, inMessage: { readonly ts: string } | undefined): Surface[] {
  const messages = visibleMessages(world, person).filter(
    (message) => inMessage === undefined || message.ts === inMessage.ts,
  );
  const inMessages = messages.reverse().map((message): Surface => ({ kind: 'message', message }));
  if (inMessage !== undefined) return inMessages;
  const opened = topView(world, person);
  if (opened !== undefined) return [{ kind: 'view', opened }];
  const home = world.homes.get(person.id);
  return home === undefined ? inMessages : [...inMessages, { kind: 'view', opened: home }];
}
