import { type Block, type Document, isEmpty } from '../document.ts';
import { blocksOfAttachment } from './attachments.ts';
import { blocksOf } from './blocks.ts';
import { parseMrkdwn } from './mrkdwn.ts';
import { arrayAt, asPayload, deepest, isPayload, type Payload, payloadAt, stringAt } from './payload.ts';

/**
 * A whole Slack message: its blocks, or without any its text, then its attachments, forwarded and linked messages
 * among them. `text` beside blocks is only what Slack shows where it can show no blocks. The message's own `files` are
 * no text and left to whoever sends files; those of forwarded messages are named. Takes anything, never throws.
 */
export function parseMessage(message: unknown): Document {
  return { blocks: blocksOfMessage(asPayload(message), 0) };
}

function blocksOfMessage(message: Payload, depth: number): Block[] {
  if (depth > deepest) return [];
  // The event of an edit wraps the message as it is now.
  if (message.subtype === 'message_changed' && isPayload(message.message)) {
    return blocksOfMessage(payloadAt(message, 'message'), depth + 1);
  }
  const blocks = blocksOf(arrayAt(message, 'blocks'), depth);
  const said = isEmpty({ blocks }) ? parseMrkdwn(stringAt(message, 'text')).blocks : blocks;
  const attached = arrayAt(message, 'attachments')
    .filter(isPayload)
    .flatMap((attachment) => blocksOfAttachment(attachment, depth + 1, (inner) => blocksOfMessage(inner, depth + 1)));
  return [...said, ...attached];
}
