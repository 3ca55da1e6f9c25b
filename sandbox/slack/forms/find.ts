import { PersonCannot } from '../actor/cannot.ts';
import { offeredOptions } from '../block-kit/elements.ts';
import type { Entry } from './entry.ts';
import { type Field, fieldsOf } from './field.ts';
import type { OpenView } from './open-view.ts';

/**
 * The field that a name means: a block id, an action id, a visible label, or the label of one tick box; and what is to
 * be entered there (a tick box by its label keeps the other boxes as they are).
 */
export function findField(opened: OpenView, name: string, entry: Entry): { field: Field; entry: Entry } {
  const fields = fieldsOf(opened.view);
  for (const part of ['blockId', 'actionId', 'label'] as const) {
    const found = fields.filter((field) => field[part] === name);
    const [field] = found;
    if (found.length > 1) throw new PersonCannot(`several fields are called "${name}"`);
    if (field !== undefined) return { field, entry };
  }
  const holders = fields.filter((field) => offeredOptions(field.element)?.some((option) => option.text.text === name));
  const [field] = holders;
  if (field !== undefined && holders.length === 1 && typeof entry === 'boolean') {
    const state = opened.states.get(field.key);
    const ticked = state !== undefined && 'selected_options' in state ? state.selected_options : [];
    const labels = ticked.map((option) => option.text.text).filter((label) => label !== name);
    return { field, entry: entry ? [...labels, name] : labels };
  }
  const names = fields.map((each) => each.label || each.actionId).join(', ');
  throw new PersonCannot(`the form has no field "${name}", only: ${names}`);
}
