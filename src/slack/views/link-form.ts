import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Words } from '../../language/words.ts';
import { LINK_FORM, SKIP_LINK } from '../surfaces.ts';
import { plain } from './fields.ts';

/** Action id of the field. */
export const LINK_PERSON = 'link_person';

/** private_metadata holds 3,000 characters, and an ID takes some fourteen of them. */
const MOST_AFTER = 150;

const metadata = z.object({ slackId: z.string(), rest: z.array(z.string()).default([]) });
const chosen = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({ selected_option: z.object({ value: z.coerce.number().int().positive() }).nullish() }),
  ),
);

/**
 * The form in which an admin says who somebody of Slack is in Bitrix24.
 * @param rest who comes after that, in the same form; who does not fit in goes on waiting
 * @param before what the form has done so far, as mrkdwn
 */
export function linkForm(words: Words, slackId: string, rest: readonly string[] = [], before = ''): ModalView {
  const { linking, form, button } = words;
  const question = linking.whoIs(`<@${slackId}>`, rest.length);
  const skip = {
    accessory: { type: 'button' as const, action_id: SKIP_LINK, text: plain(button.skipLink), value: slackId },
  };
  const context: KnownBlock[] =
    before === '' ? [] : [{ type: 'context', elements: [{ type: 'mrkdwn', text: before }] }];
  return {
    type: 'modal',
    callback_id: LINK_FORM,
    private_metadata: JSON.stringify({ slackId, rest: rest.slice(0, MOST_AFTER) }),
    title: plain(linking.title),
    submit: plain(linking.link),
    close: plain(form.cancel),
    blocks: [
      ...context,
      { type: 'section', text: { type: 'mrkdwn', text: question }, ...(rest.length > 0 && skip) },
      {
        type: 'input',
        // Slack keeps what was picked when a form changes under the same ids: each person has a field of their own.
        block_id: fieldOf(slackId),
        label: plain(linking.person),
        element: {
          type: 'external_select',
          action_id: LINK_PERSON,
          min_query_length: 2,
          placeholder: plain(form.typeName),
        },
      },
    ],
  };
}

/** What the form says when it is sent. `field`: where what is wrong is shown. */
export interface SubmittedLink {
  slackId: string;
  rest: string[];
  field: string;
  bitrix24Id: number | undefined;
}

/** @throws ZodError when it is not our form */
export function readLinkForm(view: { private_metadata: string; state: { values: unknown } }): SubmittedLink {
  const { slackId, rest } = readQueue(view.private_metadata);
  const field = fieldOf(slackId);
  const bitrix24Id = chosen.parse(view.state.values)[field]?.[LINK_PERSON]?.selected_option?.value;
  return { slackId, rest, field, bitrix24Id };
}

/** Whom the form is about, and who comes after that. @throws ZodError when it is not our form */
export function readQueue(privateMetadata: string): { slackId: string; rest: string[] } {
  return metadata.parse(JSON.parse(privateMetadata));
}

function fieldOf(slackId: string): string {
  return `${LINK_PERSON}:${slackId}`;
}
