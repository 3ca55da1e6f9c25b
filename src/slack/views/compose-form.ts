import type { ModalView } from '@slack/types';
import { COMPOSE_FORM } from '../surfaces.ts';
import { FIELDS, groupsIn, type Prefilled, plain, recipientFields, richTextField, tagField } from './fields.ts';
import { type Origin, writeOrigin } from './origin.ts';

/** The form to write a notification from nothing, or from what was typed into the command. */
export function composeForm(prefilled: Prefilled, origin: Origin): ModalView {
  return {
    type: 'modal',
    callback_id: COMPOSE_FORM,
    private_metadata: writeOrigin({ ...origin, groups: groupsIn(prefilled.recipients) }),
    title: plain('Write to Bitrix24'),
    submit: plain('Send'),
    close: plain('Cancel'),
    blocks: [
      ...recipientFields(prefilled),
      richTextField('Text', { optional: false, ...(prefilled.text && { text: prefilled.text }) }),
      {
        type: 'input',
        block_id: FIELDS.files,
        optional: true,
        label: plain('Files'),
        element: { type: 'file_input', action_id: FIELDS.files, max_files: 10 },
      },
      tagField(prefilled.tag),
    ],
  };
}
