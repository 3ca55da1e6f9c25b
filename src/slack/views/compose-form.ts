import type { ModalView } from '@slack/types';
import type { Words } from '../../language/words.ts';
import { COMPOSE_FORM } from '../surfaces.ts';
import { FIELDS, groupsIn, type Prefilled, plain, recipientFields, richTextField, tagField } from './fields.ts';
import { type Origin, writeOrigin } from './origin.ts';

/** The form to write a notification from nothing, or from what was typed into the command. */
export function composeForm(words: Words, prefilled: Prefilled, origin: Origin): ModalView {
  const { form } = words;
  return {
    type: 'modal',
    callback_id: COMPOSE_FORM,
    private_metadata: writeOrigin({ ...origin, groups: groupsIn(prefilled.recipients) }),
    title: plain(form.compose),
    submit: plain(form.send),
    close: plain(form.cancel),
    blocks: [
      ...recipientFields(words, prefilled),
      richTextField(form.text, { optional: false, ...(prefilled.text && { text: prefilled.text }) }),
      {
        type: 'input',
        block_id: FIELDS.files,
        optional: true,
        label: plain(form.files),
        element: { type: 'file_input', action_id: FIELDS.files, max_files: 10 },
      },
      tagField(words, prefilled.tag),
    ],
  };
}
