/**
 * The rules of Block Kit that one block cannot show by itself: uniqueness, surfaces, initial values, the whole's limits.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Block, block, MODAL_ONLY_ELEMENTS, MOST_BLOCKS, SURFACES_OF_BLOCK, type Surface } from './blocks.ts';
import { type BlockElement, offeredOptions } from './elements.ts';
import { type Pointer, problem, schemaProblems } from './problems.ts';
import { MOST_VIEW_BYTES, type View, view } from './view.ts';

/** What of the workspace the rules look at. */
export interface Surroundings {
  isPerson(id: string): boolean;
  isConversation(id: string): boolean;
  hasScope(scope: string): boolean;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; problems: string[]; tooLarge: boolean };

/** Checks a view against every rule; `problems` are worded as Slack's `response_metadata.messages`. */
export function checkView(raw: unknown, around: Surroundings): Checked<View> {
  if (Buffer.byteLength(JSON.stringify(raw) ?? '') > MOST_VIEW_BYTES) {
    return { ok: false, problems: [], tooLarge: true };
  }
  const parsed = view.safeParse(raw);
  if (!parsed.success) return refused(schemaProblems(parsed.error, raw, ['view']));
  const problems = blockProblems(parsed.data.blocks, parsed.data.type, around, ['view', 'blocks']);
  if (parsed.data.type === 'modal' && parsed.data.submit === undefined) {
    if (parsed.data.blocks.some((each) => each.type === 'input')) {
      problems.push(problem('missing required field: submit', ['view']));
    }
  }
  return problems.length > 0 ? refused(problems) : { ok: true, value: withIds(parsed.data) };
}

/** Checks the blocks of a message. */
export function checkMessageBlocks(raw: unknown, around: Surroundings): Checked<Block[]> {
  const parsed = z.array(block).max(MOST_BLOCKS.message).safeParse(raw);
  if (!parsed.success) return refused(schemaProblems(parsed.error, raw, ['blocks']));
  const problems = blockProblems(parsed.data, 'message', around, ['blocks']);
  return problems.length > 0 ? refused(problems) : { ok: true, value: parsed.data.map(withBlockIds) };
}

function refused<T>(problems: string[]): Checked<T> {
  return { ok: false, problems, tooLarge: false };
}

function blockProblems(blocks: Block[], surface: Surface, around: Surroundings, at: Pointer): string[] {
  const problems: string[] = [];
  const blockIds = new Set<string>();
  let focused = 0;
  let markdown = 0;
  for (const [index, each] of blocks.entries()) {
    const here = [...at, index];
    if (!SURFACES_OF_BLOCK[each.type].includes(surface)) problems.push(problem(`unsupported type: ${each.type}`, here));
    if (each.block_id !== undefined) {
      if (blockIds.has(each.block_id)) problems.push(problem(`duplicate block_id: ${each.block_id}`, here));
      blockIds.add(each.block_id);
    }
    if (each.type === 'section' && each.text === undefined && each.fields === undefined) {
      problems.push(problem('missing required field: text', here));
    }
    if (each.type === 'image') problems.push(...pictureProblems(each, here));
    if (each.type === 'markdown') markdown += each.text.length;
    if (each.type === 'context') {
      for (const [i, element] of each.elements.entries()) {
        if (element.type === 'image') problems.push(...pictureProblems(element, [...here, 'elements', i]));
      }
    }
    const actionIds = new Set<string>();
    for (const { element, path } of elementsOf(each)) {
      problems.push(...elementProblems(element, surface, around, [...here, ...path]));
      if ('focus_on_load' in element && element.focus_on_load) focused += 1;
      if ('action_id' in element && element.action_id !== undefined) {
        if (actionIds.has(element.action_id)) {
          problems.push(problem(`duplicate action_id: ${element.action_id}`, [...here, ...path]));
        }
        actionIds.add(element.action_id);
      }
    }
  }
  if (focused > 1) problems.push(problem('only one element may have focus_on_load', at));
  if (markdown > 12_000) problems.push(problem('markdown must be less than 12001 characters in all', at));
  return problems;
}

/** The elements of a block, with the way to each. */
export function elementsOf(each: Block): { element: BlockElement; path: Pointer }[] {
  switch (each.type) {
    case 'section':
      return each.accessory === undefined ? [] : [{ element: each.accessory, path: ['accessory'] }];
    case 'actions':
      return each.elements.map((element, index) => ({ element, path: ['elements', index] }));
    case 'input':
      return [{ element: each.element, path: ['element'] }];
    default:
      return [];
  }
}

function pictureProblems(picture: { image_url?: unknown; slack_file?: unknown }, at: Pointer): string[] {
  const sources = [picture.image_url, picture.slack_file].filter((source) => source !== undefined);
  return sources.length === 1 ? [] : [problem('must provide exactly one of image_url and slack_file', at)];
}

function elementProblems(element: BlockElement, surface: Surface, around: Surroundings, at: Pointer): string[] {
  const problems: string[] = [];
  if (MODAL_ONLY_ELEMENTS.has(element.type) && surface !== 'modal') {
    problems.push(problem(`unsupported type: ${element.type}`, at));
  }
  if (element.type === 'image') problems.push(...pictureProblems(element, at));
  if (element.type === 'file_input' && !around.hasScope('files:read')) {
    problems.push(problem('file_input needs the scope files:read', at));
  }
  if (element.type === 'static_select' || element.type === 'multi_static_select') {
    if ((element.options === undefined) === (element.option_groups === undefined)) {
      problems.push(problem('must provide exactly one of options and option_groups', at));
    }
  }
  if (element.type === 'overflow') problems.push(...sameValues(element.options, at));
  const offered = offeredOptions(element);
  if (offered !== undefined) {
    problems.push(...sameValues(offered, at));
    for (const initial of initialOptions(element)) {
      if (!offered.some((each) => isDeepStrictEqual(each, initial))) {
        problems.push(problem('initial option must be one of the options', at));
      }
    }
  }
  if ('max_selected_items' in element && element.max_selected_items !== undefined) {
    const chosen = initialChoices(element).length;
    if (chosen > element.max_selected_items) problems.push(problem('more initial items than max_selected_items', at));
  }
  problems.push(...strangerProblems(element, around, at), ...typedProblems(element, at));
  return problems;
}

function sameValues(options: readonly { value: string }[], at: Pointer): string[] {
  const values = new Set(options.map((each) => each.value));
  return values.size === options.length ? [] : [problem('option values must be unique', at)];
}

function initialOptions(element: BlockElement) {
  if ('initial_options' in element) return element.initial_options ?? [];
  if ('initial_option' in element && element.initial_option !== undefined) return [element.initial_option];
  return [];
}

function initialChoices(element: BlockElement): readonly unknown[] {
  if ('initial_users' in element) return element.initial_users ?? [];
  if ('initial_conversations' in element) return element.initial_conversations ?? [];
  if ('initial_channels' in element) return element.initial_channels ?? [];
  return initialOptions(element);
}

function strangerProblems(element: BlockElement, around: Surroundings, at: Pointer): string[] {
  const people =
    element.type === 'multi_users_select'
      ? (element.initial_users ?? [])
      : element.type === 'users_select' && element.initial_user !== undefined
        ? [element.initial_user]
        : [];
  const places = [
    ...(element.type === 'multi_conversations_select' ? (element.initial_conversations ?? []) : []),
    ...(element.type === 'multi_channels_select' ? (element.initial_channels ?? []) : []),
    ...(element.type === 'conversations_select' && element.initial_conversation ? [element.initial_conversation] : []),
    ...(element.type === 'channels_select' && element.initial_channel ? [element.initial_channel] : []),
  ];
  return [
    ...people.filter((id) => !around.isPerson(id)).map((id) => problem(`invalid user: ${id}`, at)),
    ...places.filter((id) => !around.isConversation(id)).map((id) => problem(`invalid conversation: ${id}`, at)),
  ];
}

function typedProblems(element: BlockElement, at: Pointer): string[] {
  const problems: string[] = [];
  if (element.type === 'plain_text_input') {
    const { min_length: min = 0, max_length: max = 3000, initial_value: initial } = element;
    if (min > max) problems.push(problem('min_length must not be more than max_length', at));
    if (initial !== undefined && initial.length > max) {
      problems.push(problem('initial_value is longer than max_length', at));
    }
  }
  if (element.type === 'rich_text_input' && (element.min_lines ?? 1) > (element.max_lines ?? 100)) {
    problems.push(problem('min_lines must not be more than max_lines', at));
  }
  return problems;
}

let made = 0;
/** Slack gives a name of its own to what the app left nameless, a new one at each update. */
function madeUpId(): string {
  made += 1;
  return `sb${made.toString(36)}`;
}

function withIds(checked: View): View {
  return { ...checked, blocks: checked.blocks.map(withBlockIds) };
}

function withBlockIds(each: Block): Block {
  const named = { ...each, block_id: each.block_id ?? madeUpId() };
  if (named.type === 'section' && named.accessory !== undefined) {
    return { ...named, accessory: withActionId(named.accessory) };
  }
  if (named.type === 'actions') return { ...named, elements: named.elements.map(withActionId) };
  if (named.type === 'input') return { ...named, element: withActionId(named.element) };
  return named;
}

function withActionId<T extends BlockElement>(element: T): T {
  return element.type === 'image' || ('action_id' in element && element.action_id !== undefined)
    ? element
    : { ...element, action_id: madeUpId() };
}
