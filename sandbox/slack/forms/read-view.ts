/** Everything a person can read in a view, a line each. */
import type { Option } from '../block-kit/composition.ts';
import { offeredOptions } from '../block-kit/elements.ts';
import { richTextToString } from '../block-kit/rich-text.ts';
import { pressables, readBlocks } from '../readable.ts';
import { type Field, fieldsOf } from './field.ts';
import type { FieldState } from './field-state.ts';
import type { OpenView } from './open-view.ts';

export function readView(opened: OpenView): string {
  const { view } = opened;
  const fields = fieldsOf(view);
  const lines = view.type === 'modal' ? [view.title.text] : [];
  for (const block of view.blocks) {
    lines.push(readBlocks([block]));
    for (const field of fields.filter((each) => each.blockId === block.block_id)) {
      const state = opened.states.get(field.key);
      if (state !== undefined) lines.push(readField(field, state));
    }
    if (block.type === 'input' && block.hint !== undefined) lines.push(block.hint.text);
    lines.push(...pressables([block]).map((each) => `[${each.text}]`));
    const error = opened.formErrors[block.block_id ?? ''];
    if (error !== undefined) lines.push(`! ${error}`);
  }
  if (view.type === 'modal') {
    if (view.close !== undefined) lines.push(`[${view.close.text}]`);
    if (view.submit !== undefined) lines.push(`[${view.submit.text}]`);
  }
  return lines.filter((line) => line !== '').join('\n');
}

function readField(field: Field, state: FieldState): string {
  const label = field.inInput ? `${field.label}: ` : '';
  if (field.element.type !== 'checkboxes' && field.element.type !== 'radio_buttons') {
    return `${label}${readState(state)}`;
  }
  const chosen = chosenOptions(state).map((option) => option.value);
  const boxes = (offeredOptions(field.element) ?? []).map((option) => {
    const description = 'description' in option && option.description ? ` (${option.description.text})` : '';
    return `[${chosen.includes(option.value) ? 'x' : ' '}] ${option.text.text}${description}`;
  });
  return [label.trim(), ...boxes].filter((line) => line !== '').join('\n');
}

function chosenOptions(state: FieldState): Option[] {
  if ('selected_options' in state) return state.selected_options;
  return 'selected_option' in state && state.selected_option !== null ? [state.selected_option] : [];
}

function readState(state: FieldState): string {
  if (state.type === 'rich_text_input') {
    return state.rich_text_value === null ? '' : richTextToString(state.rich_text_value);
  }
  if (state.type === 'file_input') return state.files.map((file) => String(file.name)).join(', ');
  const options = chosenOptions(state).map((option) => option.text.text);
  if (options.length > 0 || 'selected_option' in state || 'selected_options' in state) return options.join(', ');
  return Object.entries(state)
    .filter(([name, value]) => name !== 'type' && value !== null)
    .map(([, value]) => String(value))
    .join(', ');
}
