/** What a person can put into a field, and what the client would not let them. */
import { PersonCannot } from '../actor/cannot.ts';
import type { Option } from '../block-kit/composition.ts';
import { offeredOptions } from '../block-kit/elements.ts';
import { type RichText, typedAsRichText } from '../block-kit/rich-text.ts';
import { addFile, fileObject, type NewFile } from '../files/store.ts';
import type { Person } from '../people.ts';
import type { World } from '../world.ts';
import type { Field } from './field.ts';
import type { FieldState } from './field-state.ts';
import type { OpenView } from './open-view.ts';

/**
 * Text, a date or a number as typed; option labels; people (or their ids); true or false for the only tick box of a
 * field; a rich text; files; null to empty the field.
 */
export type Entry =
  | string
  | number
  | boolean
  | null
  | RichText
  | { id: string }
  | readonly string[]
  | readonly { id: string }[]
  | readonly NewFile[];

export function enter(world: World, opened: OpenView, field: Field, entry: Entry): FieldState {
  const { element } = field;
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input': {
      const value = entry === null ? null : typedText(field, entry);
      if (element.type === 'plain_text_input' && (value ?? '').length > (element.max_length ?? 3000)) {
        throw cannot(field, `takes at most ${element.max_length ?? 3000} characters`);
      }
      if (element.type === 'plain_text_input' && !element.multiline && value?.includes('\n')) {
        throw cannot(field, 'is a single line');
      }
      return { type: element.type, value: value === '' ? null : value };
    }
    case 'rich_text_input':
      return { type: element.type, rich_text_value: entry === null ? null : richTextOf(field, entry) };
    case 'file_input':
      return { type: element.type, files: putFiles(world, opened.owner, field, entry) };
    case 'users_select': {
      const [id = null, ...more] = peopleOf(world, field, entry);
      if (more.length > 0) throw cannot(field, 'takes one person');
      return { type: element.type, selected_user: id };
    }
    case 'multi_users_select':
      return { type: element.type, selected_users: within(field, peopleOf(world, field, entry)) };
    case 'conversations_select':
      return { type: element.type, selected_conversation: placesOf(world, field, entry)[0] ?? null };
    case 'multi_conversations_select':
      return { type: element.type, selected_conversations: within(field, placesOf(world, field, entry)) };
    case 'channels_select':
      return { type: element.type, selected_channel: placesOf(world, field, entry)[0] ?? null };
    case 'multi_channels_select':
      return { type: element.type, selected_channels: within(field, placesOf(world, field, entry)) };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons': {
      const [option = null, ...more] = optionsOf(opened, field, entry);
      if (more.length > 0) throw cannot(field, 'takes one option');
      return { type: element.type, selected_option: option };
    }
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type: element.type, selected_options: within(field, optionsOf(opened, field, entry)) };
    case 'datepicker':
      return { type: element.type, selected_date: entry === null ? null : matching(field, entry, /^\d{4}-\d\d-\d\d$/) };
    case 'timepicker':
      return { type: element.type, selected_time: entry === null ? null : matching(field, entry, /^\d\d:\d\d$/) };
    case 'datetimepicker':
      if (entry !== null && typeof entry !== 'number') throw cannot(field, 'takes a time in seconds');
      return { type: element.type, selected_date_time: entry };
  }
}

function cannot(field: Field, why: string): PersonCannot {
  return new PersonCannot(`"${field.label || field.actionId}" ${why}`);
}

function typedText(field: Field, entry: Entry): string {
  if (typeof entry === 'string') return entry;
  if (typeof entry === 'number') return String(entry);
  throw cannot(field, 'takes text');
}

function matching(field: Field, entry: Entry, shape: RegExp): string {
  if (typeof entry !== 'string' || !shape.test(entry)) throw cannot(field, `takes ${shape.source}`);
  return entry;
}

function richTextOf(field: Field, entry: Entry): RichText | null {
  if (typeof entry === 'string') return entry === '' ? null : typedAsRichText(entry);
  if (typeof entry === 'object' && entry !== null && 'elements' in entry) return entry;
  throw cannot(field, 'takes a rich text or a string');
}

function within<T>(field: Field, chosen: T[]): T[] {
  const { element } = field;
  const most = 'max_selected_items' in element ? element.max_selected_items : undefined;
  if (most !== undefined && chosen.length > most) throw cannot(field, `takes at most ${most} items`);
  return chosen;
}

function isFile(item: NewFile | { id: string } | string): item is NewFile {
  return typeof item !== 'string' && 'mimetype' in item;
}

function itemsOf(entry: Entry): (string | { id: string } | NewFile)[] {
  if (entry === null) return [];
  if (Array.isArray(entry)) return [...entry];
  if (typeof entry === 'string') return [entry];
  return typeof entry === 'object' && 'id' in entry && typeof entry.id === 'string' ? [{ id: entry.id }] : [];
}

function idsOf(field: Field, entry: Entry, what: string): string[] {
  return itemsOf(entry).map((item) => {
    const id = typeof item === 'string' ? item : item.id;
    if (id === undefined) throw cannot(field, `takes ${what}`);
    return id;
  });
}

function peopleOf(world: World, field: Field, entry: Entry): string[] {
  return idsOf(field, entry, 'people').map((id) => {
    const person = world.people.get(id);
    // Deactivated people are not offered.
    if (person === undefined || person.deleted) throw cannot(field, `does not offer ${id}`);
    return id;
  });
}

function placesOf(world: World, field: Field, entry: Entry): string[] {
  return idsOf(field, entry, 'conversations').map((id) => {
    if (!world.channels.has(id)) throw cannot(field, `does not offer ${id}`);
    return id;
  });
}

function optionsOf(opened: OpenView, field: Field, entry: Entry): Option[] {
  const offered: readonly Option[] = offeredOptions(field.element) ?? opened.suggestions.get(field.key) ?? [];
  if (typeof entry === 'boolean') {
    if (offered.length !== 1) throw cannot(field, 'has several boxes: name them');
    return entry ? [...offered] : [];
  }
  return itemsOf(entry).map((label) => {
    const found = offered.filter((option) => option.text.text === label);
    const [option] = found;
    if (option === undefined) {
      const labels = offered.map((each) => each.text.text).join(', ');
      throw cannot(field, `does not offer ${JSON.stringify(label)}, only: ${labels}`);
    }
    return option;
  });
}

function putFiles(world: World, owner: Person, field: Field, entry: Entry): Record<string, unknown>[] {
  const { element } = field;
  if (element.type !== 'file_input') throw cannot(field, 'takes no files');
  const files = itemsOf(entry).map((item) => {
    if (!isFile(item)) throw cannot(field, 'takes files');
    return item;
  });
  const most = element.max_files ?? 10;
  if (files.length > most) throw cannot(field, `takes at most ${most} files`);
  return files.map((given) => {
    const extension = /\.([^.]+)$/.exec(given.name ?? '')?.[1]?.toLowerCase() ?? '';
    if (element.filetypes !== undefined && !element.filetypes.includes(extension)) {
      throw cannot(field, `takes only ${element.filetypes.join(', ')}`);
    }
    const file = addFile(world, { ...given, owner });
    if (file.content.size > 100_000_000) throw cannot(field, 'takes at most 100 MB for each file');
    file.givenToApp = true;
    return fileObject(world, file, 'info');
  });
}
