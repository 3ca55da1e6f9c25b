import { z } from 'zod';

/** What a click on one of several people carries: which of them, and the command they were typed in. */
const choice = z.object({
  draftId: z.string(),
  recipient: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('slack'), id: z.string() }),
    z.object({ kind: z.literal('email'), email: z.string() }),
    z.object({ kind: z.literal('group'), id: z.string() }),
    z.object({ kind: z.literal('bitrix24'), id: z.number() }),
  ]),
});
export type Choice = z.output<typeof choice>;

export function writeChoice({ draftId, recipient }: Choice): string {
  return JSON.stringify({ draftId, recipient });
}

/** @throws ZodError when it is not what {@link writeChoice} wrote */
export function readChoice(value: string): Choice {
  return choice.parse(JSON.parse(value));
}
