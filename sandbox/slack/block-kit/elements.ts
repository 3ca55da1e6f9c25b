/**
 * Interactive elements of Block Kit with their limits.
 * Source: docs.slack.dev/reference/block-kit/block-elements.
 */
import { z } from 'zod';
import {
  confirm,
  conversationFilter,
  dispatchActionConfig,
  identifier,
  option,
  optionGroup,
  overflowOption,
  plainText,
  richOption,
  slackFile,
  url,
} from './composition.ts';
import { richText } from './rich-text.ts';

const actionable = { action_id: identifier.optional() };
const confirmable = { confirm: confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholdable = { placeholder: plainText(150).optional() };
const dispatchable = { dispatch_action_config: dispatchActionConfig.optional() };
const choosable = { ...actionable, ...confirmable, ...focusable, ...placeholdable };
const severalChoosable = { ...choosable, max_selected_items: z.number().int().min(1).optional() };
const typable = { ...actionable, ...focusable, ...placeholdable, ...dispatchable };
const responseUrl = { response_url_enabled: z.boolean().optional() };

const ids = z.array(z.string().min(1)).min(1);
const options = z.array(option).min(1).max(100);
const optionLists = {
  options: options.optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
/** Slack reads "no more than ten" for check boxes and radio buttons. */
const tickOptions = z.array(richOption).min(1).max(10);

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  ...actionable,
  ...confirmable,
  value: z.string().max(2000).optional(),
  url: url(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const image = z.strictObject({
  type: z.literal('image'),
  alt_text: z.string().min(1).max(2000),
  image_url: url(3000).optional(),
  slack_file: slackFile.optional(),
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(overflowOption).min(1).max(5),
  ...actionable,
  ...confirmable,
});

const ticks = [
  z.strictObject({
    type: z.literal('checkboxes'),
    options: tickOptions,
    initial_options: z.array(richOption).min(1).optional(),
    ...actionable,
    ...confirmable,
    ...focusable,
  }),
  z.strictObject({
    type: z.literal('radio_buttons'),
    options: tickOptions,
    initial_option: richOption.optional(),
    ...actionable,
    ...confirmable,
    ...focusable,
  }),
] as const;

const minQuery = { min_query_length: z.number().int().min(0).optional() };
const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: conversationFilter.optional(),
};

const selects = [
  z.strictObject({ type: z.literal('users_select'), initial_user: z.string().optional(), ...choosable }),
  z.strictObject({ type: z.literal('multi_users_select'), initial_users: ids.optional(), ...severalChoosable }),
  z.strictObject({
    type: z.literal('static_select'),
    ...optionLists,
    initial_option: option.optional(),
    ...choosable,
  }),
  z.strictObject({
    type: z.literal('multi_static_select'),
    ...optionLists,
    initial_options: z.array(option).min(1).optional(),
    ...severalChoosable,
  }),
  z.strictObject({ type: z.literal('external_select'), initial_option: option.optional(), ...minQuery, ...choosable }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    initial_options: z.array(option).min(1).optional(),
    ...minQuery,
    ...severalChoosable,
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    initial_conversation: z.string().optional(),
    ...conversations,
    ...responseUrl,
    ...choosable,
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    initial_conversations: ids.optional(),
    ...conversations,
    ...severalChoosable,
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    initial_channel: z.string().optional(),
    ...responseUrl,
    ...choosable,
  }),
  z.strictObject({ type: z.literal('multi_channels_select'), initial_channels: ids.optional(), ...severalChoosable }),
] as const;

const times = [
  z.strictObject({
    type: z.literal('datepicker'),
    initial_date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .optional(),
    ...choosable,
  }),
  z.strictObject({
    type: z.literal('timepicker'),
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
    timezone: z.string().optional(),
    ...choosable,
  }),
  z.strictObject({
    type: z.literal('datetimepicker'),
    initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
    ...actionable,
    ...confirmable,
    ...focusable,
  }),
] as const;

const initialText = { initial_value: z.string().min(1).max(3000).optional() };
const typed = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...initialText,
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(3000).optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
    ...typable,
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...initialText, ...typable }),
  z.strictObject({ type: z.literal('url_text_input'), ...initialText, ...typable }),
  z.strictObject({
    type: z.literal('number_input'),
    is_decimal_allowed: z.boolean(),
    ...initialText,
    min_value: z.string().optional(),
    max_value: z.string().optional(),
    ...typable,
  }),
] as const;

const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  initial_value: richText.optional(),
  min_lines: z.number().int().min(1).max(100).optional(),
  max_lines: z.number().int().min(1).max(100).optional(),
  ...typable,
});

const fileInput = z.strictObject({
  type: z.literal('file_input'),
  filetypes: z.array(z.string().min(1)).min(1).optional(),
  max_files: z.number().int().min(1).max(10).optional(),
  ...actionable,
});

/** What may stand beside a section's text. */
export const accessory = z.discriminatedUnion('type', [
  button,
  image,
  overflow,
  ...ticks,
  ...selects,
  times[0],
  times[1],
]);

const singleSelects = [selects[0], selects[2], selects[4], selects[6], selects[8]] as const;
/** What may stand in an actions block. Selects of several belong to sections and inputs (docs, "works in block types"). */
export const actionElement = z.discriminatedUnion('type', [button, overflow, ...ticks, ...singleSelects, ...times]);
/** What may stand in an input block. */
export const inputElement = z.discriminatedUnion('type', [
  ...ticks,
  ...selects,
  ...times,
  ...typed,
  richTextInput,
  fileInput,
]);
export const contextImage = image;

export type Button = z.infer<typeof button>;
export type Overflow = z.infer<typeof overflow>;
export type BlockElement = z.infer<typeof accessory> | z.infer<typeof actionElement> | z.infer<typeof inputElement>;
/** Elements that hold a value: everything but buttons, menus of actions and pictures. */
export type FieldElement = Exclude<BlockElement, { type: 'button' | 'overflow' | 'image' }>;

/** Every option an element offers by itself; undefined where the app or the workspace is asked for them. */
export function offeredOptions(element: BlockElement) {
  switch (element.type) {
    case 'checkboxes':
    case 'radio_buttons':
      return element.options;
    case 'static_select':
    case 'multi_static_select':
      return element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
    default:
      return undefined;
  }
}
