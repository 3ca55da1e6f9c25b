import { z } from 'zod';
import type { Outbox } from './outbox.ts';
import { contentSchema, leftOutSchema, type NewRequest, replySchema, surfaceSchema } from './request.ts';

const schema = z.object({
  key: z.string(),
  team: z.string(),
  sender: z.string(),
  surface: surfaceSchema,
  summary: z.string(),
  content: contentSchema,
  leftOut: leftOutSchema,
  reply: replySchema,
  recipients: z.array(z.object({ recipient: z.number(), namedAs: z.string() })),
}) satisfies z.ZodType<NewRequest>;

/** Keeps a request that its sender has to confirm, whole: what is sent then is what was shown. @returns its id */
export function holdRequest(request: NewRequest, outbox: Pick<Outbox, 'keepDraft'>): Promise<string> {
  return outbox.keepDraft({ sender: request.sender, text: JSON.stringify(request) });
}

/** The request kept under an id; undefined when it is kept no longer, or is another sender's. */
export async function heldRequest(
  id: string,
  sender: string,
  outbox: Pick<Outbox, 'draft'>,
): Promise<NewRequest | undefined> {
  const text = await outbox.draft(id, sender);
  return text === undefined ? undefined : readRequest(text);
}

/** @throws ZodError when the text is no request */
export function readRequest(text: string): NewRequest {
  return schema.parse(JSON.parse(text));
}
