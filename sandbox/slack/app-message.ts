/** A message the app gives: as an acknowledgement of a slash command, to a response_url, or to a chat method. */
import { z } from 'zod';
import { refusalWithMessages, SlackRefusal } from './api/refusal.ts';
import { checkMessageBlocks } from './block-kit/check.ts';
import { problem, schemaProblems } from './block-kit/problems.ts';
import type { Places } from './channels.ts';
import type { Population } from './people.ts';
import { surroundingsOf } from './surroundings.ts';

/** Longer texts are cut by Slack (docs.slack.dev, chat.postMessage); the sandbox refuses them. */
const MOST_TEXT = 40_000;

const responseMessage = z.strictObject({
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  attachments: z.array(z.unknown()).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
  mrkdwn: z.boolean().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
});
export type ResponseMessage = z.infer<typeof responseMessage>;

/** Reads what was sent to a response_url or as an acknowledgement; refuses what is not a message. */
export function parseResponseMessage(raw: unknown): ResponseMessage {
  const parsed = responseMessage.safeParse(raw);
  if (!parsed.success) throw refusalWithMessages('invalid_payload', schemaProblems(parsed.error, raw, []));
  return parsed.data;
}

const attachment = z
  .strictObject({
    color: z.string(),
    fallback: z.string(),
    pretext: z.string(),
    author_name: z.string(),
    author_link: z.string(),
    author_icon: z.string(),
    title: z.string(),
    title_link: z.string(),
    text: z.string(),
    image_url: z.string(),
    thumb_url: z.string(),
    footer: z.string(),
    footer_icon: z.string(),
    ts: z.number(),
    mrkdwn_in: z.array(z.string()),
    fields: z.array(z.strictObject({ title: z.string(), value: z.string(), short: z.boolean().optional() })),
    blocks: z.array(z.unknown()),
  })
  .partial();

/** Checks text, blocks and attachments together, as chat.postMessage does, and gives the blocks their ids. */
export function checkContent(
  world: Population & Places,
  given: {
    text?: string | undefined;
    blocks?: readonly unknown[] | undefined;
    attachments?: readonly unknown[] | undefined;
  },
): { text: string; blocks: readonly unknown[]; attachments: readonly unknown[] } {
  const text = given.text ?? '';
  if (text.length > MOST_TEXT) throw new SlackRefusal('msg_too_long');
  const rawBlocks = given.blocks ?? [];
  const checked = checkMessageBlocks(rawBlocks, surroundingsOf(world));
  if (!checked.ok) throw refusalWithMessages('invalid_blocks', checked.problems);
  const attachments = given.attachments ?? [];
  if (attachments.length > 100) throw new SlackRefusal('too_many_attachments');
  for (const [index, each] of attachments.entries()) {
    const parsed = attachment.safeParse(each);
    if (!parsed.success) {
      throw refusalWithMessages('invalid_attachments', [problem('invalid attachment', ['attachments', index])]);
    }
  }
  if (text.trim() === '' && rawBlocks.length === 0 && attachments.length === 0) throw new SlackRefusal('no_text');
  return { text, blocks: checked.value, attachments };
}
