/**
 * Views. Sources: docs.slack.dev/reference/views/modal-views and home-tab-views.
 */
import { z } from 'zod';
import { block } from './blocks.ts';
import { plainText } from './composition.ts';

const common = {
  blocks: z.array(block).min(1).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  close: plainText(24).optional(),
  submit: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...common,
});

const home = z.strictObject({ type: z.literal('home'), ...common });

export const view = z.discriminatedUnion('type', [modal, home]);
export type View = z.infer<typeof view>;
export type Modal = z.infer<typeof modal>;
export type Home = z.infer<typeof home>;

/** A whole view may have 250 KB of JSON (docs.slack.dev/reference/methods/views.open: view_too_large). */
export const MOST_VIEW_BYTES = 250_000;
