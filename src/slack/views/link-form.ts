import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Words } from '../../language/words.ts';
import { LINK_FORM } from '../surfaces.ts';
import { plain } from './fields.ts';

/** Block and action id of the field. */
export const LINK_PERSON = 'link_person';

const metadata = z.object({ slackId: z.string() });
const chosen = z.object({
  [LINK_PERSON]: z.object({
    [LINK_PERSON]: z.object({ selected_option: z.object({ value: z.coerce.number().int().positive() }).nullish() }),
  }),
});

/** The form in which an admin says who somebody of Slack is in Bitrix24. */
export function linkForm({ linking, form }: Words, slackId: string): ModalView {
  return {
    type: 'modal',
    callback_id: LINK_FORM,
    private_metadata: JSON.stringify({ slackId }),
    title: plain(linking.title),
    submit: plain(linking.link),
    close: plain(form.cancel),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: linking.whoIs(`<@${slackId}>`) } },
      {
        type: 'input',
        block_id: LINK_PERSON,
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

/** What the form says when it is sent. @throws ZodError when it is not our form */
export function readLinkForm(view: { private_metadata: string; state: { values: unknown } }): {
  slackId: string;
  bitrix24Id: number | undefined;
} {
  const { slackId } = metadata.parse(JSON.parse(view.private_metadata));
  return { slackId, bitrix24Id: chosen.parse(view.state.values)[LINK_PERSON][LINK_PERSON].selected_option?.value };
}
