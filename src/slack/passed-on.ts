import { z } from 'zod';
import type { Outbox } from '../outbox/outbox.ts';
import { readMessage, type SlackMessage } from './slack-message.ts';

const schema = z.object({ message: z.unknown().optional(), link: z.string().optional() });

/** Keeps the message of a shortcut until its form is sent. @returns the draft's id */
export function keepPassedOn(
  passedOn: z.output<typeof schema>,
  sender: string,
  outbox: Pick<Outbox, 'keepDraft'>,
): Promise<string> {
  return outbox.keepDraft({ sender, text: JSON.stringify(passedOn) });
}

/** The message that a form passes on; undefined when it is kept no longer. */
export async function readPassedOn(
  draftId: string,
  sender: string,
  outbox: Pick<Outbox, 'draft'>,
): Promise<{ message: SlackMessage; link?: string } | undefined> {
  const kept = await outbox.draft(draftId, sender);
  if (kept === undefined) return undefined;
  const { message, link } = schema.parse(JSON.parse(kept));
  return { message: readMessage(message), ...(link !== undefined && { link }) };
}
