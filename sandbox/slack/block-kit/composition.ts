/**
 * Composition objects of Block Kit with their limits.
 * Source: docs.slack.dev/reference/block-kit/composition-objects; the schemas refuse what the page does not list.
 */
import { z } from 'zod';

/** Ids of blocks and actions: up to 255 characters. */
export const identifier = z.string().min(1).max(255);

/** Slack gives every text back with `emoji` and `verbatim` filled in, so an option never equals what was sent. */
export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().default(true) });

export const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().default(false) });

export const text = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

/** A link a button or picture may carry; `slack:` opens the app itself. */
export const url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^(https?|slack|mailto):\S+$/, 'invalid url');

export const confirm = z.strictObject({
  title: plainText(100),
  text: text(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

/** The docs name 75 for the value on one page and 150 on another; the sandbox holds the smaller. */
const optionFields = { value: z.string().min(1).max(75), description: plainText(75).optional() };
export const option = z.strictObject({ text: plainText(75), ...optionFields });
export const richOption = z.strictObject({
  text: text(75),
  ...optionFields,
  description: text(75).optional(),
});
export const overflowOption = option.extend({ url: url(3000).optional() });
export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) });

export const dispatchActionConfig = z.strictObject({
  trigger_actions_on: z
    .array(z.enum(['on_enter_pressed', 'on_character_entered']))
    .min(1)
    .optional(),
});

export const conversationFilter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});

export const slackFile = z.union([z.strictObject({ id: z.string().min(1) }), z.strictObject({ url: url(3000) })]);

export type Option = z.infer<typeof richOption>;
