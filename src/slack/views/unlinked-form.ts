import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { linkLabel } from '../messages/linking.ts';
import { message } from '../messages/message.ts';
import { UNLINKED_FORM } from '../surfaces.ts';
import { plain } from './fields.ts';

const metadata = z.object({ held: z.string() });

/**
 * On top of a form that reaches nobody because they are not linked: why, and a way on. Closing it leads back to the form,
 * with everything in it.
 * @param why mrkdwn
 */
export function unlinkedForm(held: string, why: string, asker: 'admin' | 'other'): ModalView {
  const then =
    asker === 'admin'
      ? 'Link them, and it goes out.'
      : 'Ask an admin to link them: what you wrote is kept then, and goes out by itself.';
  return {
    type: 'modal',
    callback_id: UNLINKED_FORM,
    private_metadata: JSON.stringify({ held }),
    title: plain('Not linked yet'),
    submit: plain(linkLabel(asker)),
    close: plain('Back'),
    blocks: message(`:x: ${why}\n${then}`).blocks,
  };
}

/** The id of the request that the form keeps. */
export function heldByUnlinked(privateMetadata: string): string {
  return metadata.parse(JSON.parse(privateMetadata)).held;
}
