import { z } from 'zod';

/** One file of a request: what is known of it, and where its bytes are. */
export const filePlanSchema = z.object({
  name: z.string(),
  /** Bytes; 0 where Slack does not say. */
  size: z.number(),
  picture: z.boolean(),
  width: z.number().optional(),
  height: z.number().optional(),
  /** What is no plain file is called what it is. */
  what: z.enum(['file', 'external', 'canvas', 'list', 'post', 'email']),
  /** Slack's own link. */
  link: z.string().optional(),
  /** Present when the bytes can be fetched from Slack and are to be handed over. */
  source: z
    .object({
      id: z.string(),
      url: z.string(),
      mimetype: z.string(),
      /** Can be changed in Slack, so that the same id may later be other bytes. */
      editable: z.boolean(),
      /** What it is called in the Drive, different from all others of the request. */
      name: z.string(),
    })
    .optional(),
});
export type FilePlan = z.output<typeof filePlanSchema>;
