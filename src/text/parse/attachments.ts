import {
  type Block,
  card,
  channel,
  date,
  file,
  type Inline,
  image,
  isEmpty,
  isWordless,
  lettersOf,
  link,
  paragraph,
  paragraphOf,
  person,
  text,
} from '../document.ts';
import { blocksOf } from './blocks.ts';
import { inlinesOfButtons } from './controls.ts';
import { parseMrkdwn } from './mrkdwn.ts';
import { inlinesOfMrkdwn, inlinesOfPlainText } from './mrkdwn-inline.ts';
import { arrayAt, asPayload, isPayload, numberAt, type Payload, payloadAt, stringAt } from './payload.ts';

/** How the blocks of a message inside an attachment are read; handed in, since a message has attachments itself. */
export type ReadMessage = (message: Payload) => readonly Block[];

/**
 * An attachment: what an app hangs below a message, the preview of a link, or a message that was forwarded or linked
 * to, with its own blocks and files. Its `fallback` is used only when nothing else says anything.
 * (docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments)
 */
export function blocksOfAttachment(attachment: Payload, depth: number, readMessage: ReadMessage): Block[] {
  const before = parseMrkdwn(stringAt(attachment, 'pretext')).blocks;
  const shown = card({
    author: authorOf(attachment),
    title: titleOf(attachment),
    blocks: [
      ...bodyOf(attachment, depth, readMessage),
      ...arrayAt(attachment, 'fields').filter(isPayload).flatMap(fieldOf),
      ...imageOf(attachment),
      ...filesOf(attachment),
      ...buttonsOf(attachment),
    ],
    footer: footerOf(attachment),
  });
  if (!isWordless({ blocks: [shown] })) return [...before, shown];
  const fallback = inlinesOfPlainText(stringAt(attachment, 'fallback'));
  if (before.length === 0 && fallback.length > 0) return [card({ blocks: [paragraphOf(fallback)] })];
  return isEmpty({ blocks: [shown] }) ? [...before] : [...before, shown];
}

/** A text of an attachment in letters only. */
const lettersAt = (attachment: Payload, key: string): string =>
  lettersOf(inlinesOfPlainText(stringAt(attachment, key)));

const isMessage = (attachment: Payload): boolean =>
  attachment.is_msg_unfurl === true || attachment.is_share === true || attachment.is_reply_unfurl === true;

function authorOf(attachment: Payload): Inline[] {
  const name = stringAt(attachment, 'author_name') || stringAt(attachment, 'author_subname');
  const id = stringAt(attachment, 'author_id');
  if (isMessage(attachment) && id !== '') return [person(id, name)];
  const service = stringAt(attachment, 'service_name');
  const url = stringAt(attachment, 'author_link');
  if (name === '') return service === '' ? [] : inlinesOfPlainText(service);
  return url === '' ? inlinesOfPlainText(name) : [link(url, lettersAt(attachment, 'author_name'))];
}

function titleOf(attachment: Payload): Inline[] {
  const title = inlinesOfPlainText(stringAt(attachment, 'title'));
  const url = stringAt(attachment, 'title_link');
  if (url === '' || title.length === 0) return title;
  return [link(url, lettersOf(title))];
}

/** A message's own blocks before its text, which is but a copy of them. */
function bodyOf(attachment: Payload, depth: number, readMessage: ReadMessage): readonly Block[] {
  const messages = arrayAt(attachment, 'message_blocks')
    .filter(isPayload)
    .flatMap((entry) => readMessage(payloadAt(entry, 'message')));
  if (!isWordless({ blocks: messages })) return messages;
  const blocks = blocksOf(arrayAt(attachment, 'blocks'), depth);
  if (!isWordless({ blocks })) return blocks;
  const { blocks: written } = parseMrkdwn(stringAt(attachment, 'text'));
  return [written, messages, blocks].find((own) => !isEmpty({ blocks: own })) ?? [];
}

function fieldOf(field: Payload): Block[] {
  const title = inlinesOfPlainText(stringAt(field, 'title'), { bold: true });
  const value = inlinesOfMrkdwn(stringAt(field, 'value'));
  if (title.length === 0 && value.length === 0) return [];
  if (title.length === 0 || value.length === 0) return [paragraphOf([...title, ...value])];
  return [paragraphOf([...title, text(stringAt(field, 'value').includes('\n') ? ':\n' : ': '), ...value])];
}

function imageOf(attachment: Payload): Block[] {
  const url = stringAt(attachment, 'image_url') || stringAt(attachment, 'thumb_url');
  return url === '' ? [] : [image(url, lettersAt(attachment, 'title') || lettersAt(attachment, 'fallback'))];
}

function filesOf(attachment: Payload): Block[] {
  return arrayAt(attachment, 'files')
    .filter(isPayload)
    .map((own) => {
      return paragraph(file(stringAt(own, 'name') || stringAt(own, 'title'), stringAt(own, 'permalink')));
    });
}

function buttonsOf(attachment: Payload): Block[] {
  const inlines = inlinesOfButtons(
    arrayAt(attachment, 'actions').map((action) => ({ type: 'button', ...asPayload(action) })),
  );
  return inlines.length > 0 ? [paragraphOf(inlines)] : [];
}

/** Where it comes from and when; of a message, the time leads to it. */
function footerOf(attachment: Payload): Inline[] {
  const parts: Inline[][] = [];
  const footer = inlinesOfPlainText(stringAt(attachment, 'footer'));
  const place = stringAt(attachment, 'channel_id');
  // A message's footer only says what kind of conversation it comes from.
  if (isMessage(attachment) && /^[CG]/.test(place)) parts.push([channel(place, stringAt(attachment, 'channel_name'))]);
  else if (footer.length > 0) parts.push(footer);
  const seconds = numberAt(attachment, 'ts');
  const url = isMessage(attachment) ? stringAt(attachment, 'from_url') : '';
  if (seconds !== undefined) {
    parts.push([date({ seconds: Math.floor(seconds), format: '{date_short} {time}', fallback: '', url })]);
  } else if (url !== '') parts.push([link(url)]);
  return parts.flatMap((part, index) => (index > 0 ? [text(' · '), ...part] : part));
}
