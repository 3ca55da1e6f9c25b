/** What Slack's client says under a field before it sends a form. */
import type { Field } from './field.ts';
import { type FieldState, isEmpty } from './field-state.ts';

/** The reason why a field can't be sent as it is; undefined when it can. */
export function fieldProblem(field: Field, state: FieldState): string | undefined {
  if (!field.inInput) return undefined;
  if (isEmpty(state)) return field.optional ? undefined : 'is required';
  const { element } = field;
  if (state.type === 'plain_text_input' && element.type === 'plain_text_input') {
    const least = element.min_length ?? 0;
    return (state.value ?? '').length < least ? `needs at least ${least} characters` : undefined;
  }
  if (state.type === 'email_text_input') {
    return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(state.value ?? '') ? undefined : 'is not an e-mail address';
  }
  if (state.type === 'url_text_input') return URL.canParse(state.value ?? '') ? undefined : 'is not an address';
  if (state.type === 'number_input' && element.type === 'number_input') {
    const number = Number(state.value);
    if (Number.isNaN(number) || (!element.is_decimal_allowed && !Number.isInteger(number))) return 'is not a number';
    if (element.min_value !== undefined && number < Number(element.min_value)) return 'is too small';
    if (element.max_value !== undefined && number > Number(element.max_value)) return 'is too large';
  }
  return undefined;
}
