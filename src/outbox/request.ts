import { z } from 'zod';
import { filePlanSchema } from './file-plan.ts';

/** What goes to the portal, the same for every recipient. */
export const contentSchema = z.object({
  /** BB code, at most 20,000 characters. */
  message: z.string(),
  /** The same as plain text. */
  messageOut: z.string(),
  /** ATTACH, where there is something to attach. */
  attach: z
    .object({
      COLOR_TOKEN: z.enum(['primary', 'secondary', 'alert', 'base']),
      COLOR: z.string(),
      BLOCKS: z.array(z.record(z.string(), z.unknown())).readonly(),
    })
    .optional(),
  /** BB code naming the attached files with their links: what is added to the text when the portal refuses ATTACH. */
  attachedFiles: z.string(),
  /** The text without any code of its own, for a portal that refuses the message: what was typed still can't act. */
  plain: z.string(),
  /** The sender's `--tag`. */
  tag: z.string().optional(),
  /**
   * Present when files are handed to each recipient in a way of their own; then the fields above are what goes where
   * that does not work out, with Slack's own links.
   */
  files: z
    .object({
      way: z.enum(['drive', 'proxy']),
      plans: z.array(filePlanSchema).readonly(),
      /** The texts without the files. */
      bare: z.object({ message: z.string(), messageOut: z.string() }),
    })
    .optional(),
});
export type Content = z.output<typeof contentSchema>;

/** Where the sender is answered. */
export const replySchema = z.object({
  user: z.string(),
  /** Slack takes answers here for 30 minutes. Absent: only a direct message reaches the sender. */
  responseUrl: z.string().optional(),
  /** The response_url is of a message that was clicked: the answer takes that message's place. */
  replaces: z.boolean().optional(),
});
export type Reply = z.output<typeof replySchema>;

/**
 * Why somebody got nothing, a file was left out, or of a file only Slack's link went. Kept as a word, so that the sentence
 * is made when it is shown, in the language of who reads it.
 */
const reasonSchema = z.object({
  of: z.enum(['person', 'file', 'link']),
  code: z.string(),
  /** Bytes, where it was too large. */
  largest: z.number().exactOptional(),
});
export type Reason = z.output<typeof reasonSchema>;

/** People and files that were left out before anything was sent. */
export const leftOutSchema = z.array(
  z.object({
    what: z.string(),
    /** Older versions of the bot kept a sentence, in English. */
    why: z.union([reasonSchema, z.string()]),
    /** The Slack ID of somebody who could be reached if an admin linked them. */
    unlinked: z.string().exactOptional(),
  }),
);
export type LeftOut = z.output<typeof leftOutSchema>;

export const surfaceSchema = z.enum(['command', 'message', 'compose']);
export type Surface = z.output<typeof surfaceSchema>;

/** A request as it is handed to the outbox. */
export interface NewRequest {
  /** Slack's own key of the interaction: the same key is the same request, however often Slack delivers it. */
  key: string;
  team: string;
  sender: string;
  surface: Surface;
  /** One line of the text, for histories and reports. */
  summary: string;
  content: Content;
  leftOut: LeftOut;
  reply: Reply;
  recipients: readonly { recipient: number; namedAs: string }[];
}

/**
 * How far the sender was told. `silent`: nothing yet · `waiting`: that it is stored and under way · `told`: how it ended.
 */
export type Report = 'silent' | 'waiting' | 'told';

/** A request as the outbox keeps it. */
export interface StoredRequest {
  id: string;
  team: string;
  sender: string;
  surface: Surface;
  summary: string;
  /** Undefined when what the store holds cannot be read. */
  content: Content | undefined;
  leftOut: LeftOut;
  reply: Reply;
  createdAt: number;
  report: Report;
  /** How often the response_url was used (Slack takes five), and since when there is this one. */
  replies: number;
  repliedSince: number;
  /** The direct message that carries the report, to be updated in place. */
  direct?: { channel: string; ts: string };
}
