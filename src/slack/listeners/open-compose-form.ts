import type { webApi } from '@slack/bolt';
import type { RichTextBlock } from '@slack/types';
import { parseMrkdwn } from '../../text/parse/mrkdwn.ts';
import { renderRichText } from '../../text/render/rich-text.ts';
import type { Typed } from '../command-text.ts';
import { slackErrorCode } from '../directory.ts';
import { composeForm } from '../views/compose-form.ts';
import type { Prefilled } from '../views/fields.ts';
import type { Origin } from '../views/origin.ts';
import { formNotOpened } from './failed.ts';
import type { Ports } from './ports.ts';

/** Whose form it is, and how it is opened: a trigger opens one form, within three seconds. */
export interface Opening {
  client: webApi.WebClient;
  triggerId: string;
  user: string;
  ports: Pick<Ports, 'wordsFor' | 'portalDirectory' | 'openedForms' | 'log'>;
}

/** Slack's words for a form it does not take as it is; the trigger is good for another one. */
const REFUSED = new Set(['invalid_arguments', 'view_too_large']);

/**
 * Opens the compose form with everything that was typed already in it. Should Slack refuse the text in its formatting,
 * it is put in as plain characters, and after that without the people picked: as much as can be kept of what was typed
 * is. A form that does not open at all is told to the person.
 */
export async function openComposeForm(
  { client, triggerId, user, ports }: Opening,
  { recipients, tag, text }: Typed,
  origin: Origin,
): Promise<void> {
  // Read while the person looks at the form, it can be searched when they come to it.
  void ports.portalDirectory.ready();
  const body = text === '' ? undefined : { formatted: renderRichText(parseMrkdwn(text)), plain: plainRichText(text) };
  const words = await ports.wordsFor(user);
  const rest = tag === undefined ? {} : { tag };
  const forms: Prefilled[] = [
    { recipients, ...rest, ...(body && { text: body.formatted }) },
    { recipients, ...rest, ...(body && { text: body.plain }) },
    { recipients: recipients.filter(({ kind }) => kind !== 'slack'), ...rest, ...(body && { text: body.plain }) },
  ];
  try {
    await openFirstTaken(forms.map((form) => composeForm(words, form, origin)));
  } catch (error) {
    const to = { user, triggerId, ...(origin.responseUrl !== undefined && { responseUrl: origin.responseUrl }) };
    await formNotOpened(error, to, client, ports);
  }

  async function openFirstTaken([view, ...simpler]: ReturnType<typeof composeForm>[]): Promise<void> {
    if (view === undefined) return;
    try {
      await client.views.open({ trigger_id: triggerId, view });
      ports.openedForms.add(triggerId);
    } catch (error) {
      if (simpler.length === 0 || !REFUSED.has(slackErrorCode(error) ?? '')) throw error;
      ports.log.warn({ error }, 'Slack refused a form with what was typed in it; it gets a simpler one');
      await openFirstTaken(simpler);
    }
  }
}

function plainRichText(text: string): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}
