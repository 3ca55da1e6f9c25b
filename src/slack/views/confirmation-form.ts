import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Words } from '../../language/words.ts';
import { confirmationText, type ToConfirm } from '../messages/confirmation.ts';
import { message } from '../messages/message.ts';
import { CONFIRM_FORM } from '../surfaces.ts';
import { plain } from './fields.ts';

const metadata = z.object({ held: z.string() });

/** Asks before a form's request goes to many; closing it leads back to the form, with everything in it. */
export function confirmationForm(words: Words, asked: ToConfirm): ModalView {
  return {
    type: 'modal',
    callback_id: CONFIRM_FORM,
    private_metadata: JSON.stringify({ held: asked.held }),
    title: plain(words.form.confirm),
    submit: plain(words.form.send),
    close: plain(words.form.back),
    blocks: message(confirmationText(words, asked)).blocks,
  };
}

/** The id of what the form confirms. */
export function heldIn(privateMetadata: string): string {
  return metadata.parse(JSON.parse(privateMetadata)).held;
}
