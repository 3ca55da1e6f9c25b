/**
 * Blocks with their limits, and the surfaces each may stand on.
 * Source: docs.slack.dev/reference/block-kit/blocks. Block kinds that the sandbox does not know are refused.
 */
import { z } from 'zod';
import { identifier, mrkdwn, plainText, slackFile, text, url } from './composition.ts';
import { accessory, actionElement, contextImage, inputElement } from './elements.ts';
import { richText } from './rich-text.ts';

const identified = { block_id: identifier.optional() };

const section = z.strictObject({
  type: z.literal('section'),
  ...identified,
  text: text(3000).optional(),
  fields: z.array(text(2000)).min(1).max(10).optional(),
  accessory: accessory.optional(),
  expand: z.boolean().optional(),
});

const tableCell = z.discriminatedUnion('type', [
  richText,
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
]);

export const block = z.discriminatedUnion('type', [
  section,
  richText,
  z.strictObject({ type: z.literal('header'), ...identified, text: plainText(150) }),
  z.strictObject({ type: z.literal('divider'), ...identified }),
  z.strictObject({
    type: z.literal('context'),
    ...identified,
    elements: z
      .array(z.discriminatedUnion('type', [contextImage, plainText(3000), mrkdwn(3000)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('actions'), ...identified, elements: z.array(actionElement).min(1).max(25) }),
  z.strictObject({
    type: z.literal('input'),
    ...identified,
    label: plainText(2000),
    element: inputElement,
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('image'),
    ...identified,
    alt_text: z.string().min(1).max(2000),
    title: plainText(2000).optional(),
    image_url: url(3000).optional(),
    slack_file: slackFile.optional(),
  }),
  z.strictObject({ type: z.literal('markdown'), ...identified, text: z.string().min(1).max(12_000) }),
  z.strictObject({
    type: z.literal('video'),
    ...identified,
    video_url: url(3000),
    thumbnail_url: url(3000),
    alt_text: z.string().min(1).max(2000),
    title: plainText(199),
    title_url: url(3000).optional(),
    author_name: z.string().max(49).optional(),
    provider_name: z.string().optional(),
    provider_icon_url: url(3000).optional(),
    description: plainText(200).optional(),
  }),
  z.strictObject({
    type: z.literal('table'),
    ...identified,
    rows: z.array(z.array(tableCell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z
          .strictObject({
            align: z.enum(['left', 'center', 'right']).optional(),
            is_wrapped: z.boolean().optional(),
          })
          .nullable(),
      )
      .max(20)
      .optional(),
  }),
]);

export type Block = z.infer<typeof block>;
export type Surface = 'message' | 'modal' | 'home';

export const SURFACES_OF_BLOCK: Record<Block['type'], readonly Surface[]> = {
  section: ['message', 'modal', 'home'],
  rich_text: ['message', 'modal', 'home'],
  header: ['message', 'modal', 'home'],
  divider: ['message', 'modal', 'home'],
  context: ['message', 'modal', 'home'],
  actions: ['message', 'modal', 'home'],
  input: ['message', 'modal', 'home'],
  image: ['message', 'modal', 'home'],
  video: ['message', 'modal', 'home'],
  markdown: ['message'],
  table: ['message'],
};

/** Elements that their docs page allows in modals only. */
export const MODAL_ONLY_ELEMENTS: ReadonlySet<string> = new Set([
  'file_input',
  'rich_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
]);

export const MOST_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };
