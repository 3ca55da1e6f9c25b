import { type Block, type Document, isWordless } from '../document.ts';
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
  const files = arrayAt(message, 'files').map(asPayload);
  const blocks = blocksOf(
    arrayAt(message, 'blocks').filter((block) => !isAmong(files, asPayload(block))),
    depth,
  );
  const text = stringAt(message, 'text');
  const said = isWordless({ blocks }) && text.trim() !== '' ? parseMrkdwn(text).blocks : blocks;
  const attached = arrayAt(message, 'attachments')
    .filter(isPayload)
    .flatMap((attachment) => blocksOfAttachment(attachment, depth + 1, (inner) => blocksOfMessage(inner, depth + 1)));
  return [...said, ...attached];
}

/** A `file` block stands for a remote file that is among the message's own files. */
function isAmong(files: readonly Payload[], block: Payload): boolean {
  if (block.type !== 'file') return false;
  const same = (key: string, other: string): boolean => {
    const id = stringAt(block, key);
    return id !== '' && files.some((file) => stringAt(file, other) === id);
  };
  return same('file_id', 'id') || same('external_id', 'external_id');
}
