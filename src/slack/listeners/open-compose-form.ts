import type { webApi } from '@slack/bolt';
import type { RichTextBlock } from '@slack/types';
import { parseMrkdwn } from '../../text/parse/mrkdwn.ts';
import { renderRichText } from '../../text/render/rich-text.ts';
import type { Typed } from '../command-text.ts';
import { slackErrorCode } from '../directory.ts';
import { composeForm } from '../views/compose-form.ts';
import type { Origin } from '../views/origin.ts';

/**
 * Opens the compose form with everything that was typed already in it. A trigger opens one view, within three seconds.
 * Should Slack refuse the text in its formatting, it is put in as plain characters: nothing typed is lost.
 */
export async function openComposeForm(
  client: webApi.WebClient,
  triggerId: string,
  { recipients, tag, text }: Typed,
  origin: Origin,
): Promise<void> {
  const open = (body?: RichTextBlock) =>
    client.views.open({
      trigger_id: triggerId,
      view: composeForm({ recipients, ...(tag !== undefined && { tag }), ...(body && { text: body }) }, origin),
    });
  if (text === '') {
    await open();
    return;
  }
  try {
    await open(renderRichText(parseMrkdwn(text)));
  } catch (error) {
    if (slackErrorCode(error) !== 'invalid_arguments') throw error;
    await open({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
    });
  }
}
