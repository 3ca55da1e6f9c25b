import { z } from 'zod';

const placeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('channel'), name: z.string() }),
  z.object({ kind: z.literal('private channel') }),
  z.object({ kind: z.literal('group') }),
  z.object({ kind: z.literal('direct') }),
  z.object({ kind: z.literal('none') }),
]);

const originSchema = z.object({
  /** Where the form was opened from. */
  place: placeSchema,
  /** Where the answer goes; absent: a direct message. */
  responseUrl: z.string().optional(),
  /** User groups in the form, by what stands there for them: `@sales` → S0614TZR7. */
  groups: z.record(z.string(), z.string()).optional(),
  /** The draft in the store that holds the message which is passed on. */
  messageDraft: z.string().optional(),
});

/** What a form must remember between opening and sending; Slack keeps it in `private_metadata` (3,000 characters). */
export type Origin = z.output<typeof originSchema>;

export function writeOrigin(origin: Origin): string {
  return JSON.stringify(origin);
}

/** @throws ZodError when it is not what {@link writeOrigin} wrote */
export function readOrigin(metadata: string): Origin {
  return originSchema.parse(JSON.parse(metadata));
}
