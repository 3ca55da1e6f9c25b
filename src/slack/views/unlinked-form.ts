import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Words } from '../../language/words.ts';
import { linkLabel } from '../messages/linking.ts';
import { message } from '../messages/message.ts';
import type { Reader } from '../messages/reader.ts';
import { UNLINKED_FORM } from '../surfaces.ts';
import { plain } from './fields.ts';

const metadata = z.object({ held: z.string() });

/**
 * On top of a form that reaches nobody because they are not linked: why, and a way on. Closing it leads back to the form,
 * with everything in it.
 * @param why mrkdwn
 */
export function unlinkedForm(words: Words, held: string, why: string, { isAdmin }: Reader): ModalView {
  const { linking, form } = words;
  const then = isAdmin ? linking.thenLink : linking.thenAsk;
  return {
    type: 'modal',
    callback_id: UNLINKED_FORM,
    private_metadata: JSON.stringify({ held }),
    title: plain(linking.notLinked),
    submit: plain(linkLabel(words, isAdmin)),
    close: plain(form.back),
    blocks: message(`:x: ${why}\n${then}`).blocks,
  };
}

/** The id of the request that the form keeps. */
export function heldByUnlinked(privateMetadata: string): string {
  return metadata.parse(JSON.parse(privateMetadata)).held;
}
