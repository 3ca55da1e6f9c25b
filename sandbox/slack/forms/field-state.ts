/**
 * What a field holds, in the shape that `view.state.values` has.
 * Source: docs.slack.dev/reference/interaction-payloads/view-interactions-payload.
 */
import type { Option } from '../block-kit/composition.ts';
import type { FieldElement } from '../block-kit/elements.ts';
import { type RichText, richTextToString } from '../block-kit/rich-text.ts';

export type FieldState =
  | { type: 'plain_text_input' | 'email_text_input' | 'url_text_input' | 'number_input'; value: string | null }
  | { type: 'rich_text_input'; rich_text_value: RichText | null }
  | { type: 'file_input'; files: Record<string, unknown>[] }
  | { type: 'users_select'; selected_user: string | null }
  | { type: 'multi_users_select'; selected_users: string[] }
  | { type: 'conversations_select'; selected_conversation: string | null }
  | { type: 'multi_conversations_select'; selected_conversations: string[] }
  | { type: 'channels_select'; selected_channel: string | null }
  | { type: 'multi_channels_select'; selected_channels: string[] }
  | { type: 'static_select' | 'external_select' | 'radio_buttons'; selected_option: Option | null }
  | { type: 'multi_static_select' | 'multi_external_select' | 'checkboxes'; selected_options: Option[] }
  | { type: 'datepicker'; selected_date: string | null }
  | { type: 'timepicker'; selected_time: string | null; timezone?: string }
  | { type: 'datetimepicker'; selected_date_time: number | null };

/** What a field holds before the person touched it. */
export function initialState(element: FieldElement): FieldState {
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type: element.type, value: element.initial_value ?? null };
    case 'rich_text_input':
      return { type: element.type, rich_text_value: element.initial_value ?? null };
    case 'file_input':
      return { type: element.type, files: [] };
    case 'users_select':
      return { type: element.type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type: element.type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return { type: element.type, selected_conversation: element.initial_conversation ?? null };
    case 'multi_conversations_select':
      return { type: element.type, selected_conversations: element.initial_conversations ?? [] };
    case 'channels_select':
      return { type: element.type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type: element.type, selected_channels: element.initial_channels ?? [] };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type: element.type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type: element.type, selected_options: element.initial_options ?? [] };
    case 'datepicker':
      return { type: element.type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return {
        type: element.type,
        selected_time: element.initial_time ?? null,
        ...(element.timezone === undefined ? {} : { timezone: element.timezone }),
      };
    case 'datetimepicker':
      return { type: element.type, selected_date_time: element.initial_date_time ?? null };
  }
}

/** Whether there is nothing in it that could be sent. */
export function isEmpty(state: FieldState): boolean {
  if (state.type === 'rich_text_input') {
    return state.rich_text_value === null || richTextToString(state.rich_text_value) === '';
  }
  return Object.entries(state).every(
    ([name, value]) =>
      name === 'type' ||
      name === 'timezone' ||
      value === null ||
      value === '' ||
      (Array.isArray(value) && value.length === 0),
  );
}
