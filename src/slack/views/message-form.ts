import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { isPicture, type SlackFile } from '../../files/slack-file.ts';
import { escaped } from '../mrkdwn.ts';
import { MESSAGE_FORM } from '../surfaces.ts';
import { FIELDS, plain, recipientFields, richTextField, tagField } from './fields.ts';
import { type Origin, writeOrigin } from './origin.ts';

const TITLE = plain('Notify in Bitrix24');

/** Most options of one group of checkboxes, and longest option, in Slack. */
const MOST_CHECKBOXES = 10;
const LONGEST_OPTION = 75;
const LONGEST_TEXT = 2900;
/** A view holds 100 blocks; more files than this are sent all, without a choice. */
const MOST_GROUPS = 20;

/** Shown at once, while the message is looked at: Slack gives three seconds from the click to the form. */
export function loadingView(): ModalView {
  return {
    type: 'modal',
    callback_id: MESSAGE_FORM,
    title: TITLE,
    close: plain('Cancel'),
    blocks: [{ type: 'section', text: plain('Reading the message …') }],
  };
}

/** Takes the place of the form when it cannot be shown. */
export function failedView(why: string): ModalView {
  return {
    type: 'modal',
    callback_id: MESSAGE_FORM,
    title: TITLE,
    close: plain('Close'),
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `:x: ${why}` } }],
  };
}

/** What the form shows of the message that is passed on. */
export interface ShownMessage {
  /** As Slack shows it: a mention, or a name. */
  author: string;
  /** Plain text. */
  text: string;
  files: readonly SlackFile[];
}

/** The form to pass a message on: who wrote what, its files to choose from, recipients, a note, a tag. */
export function messageForm({ author, text, files }: ShownMessage, origin: Origin): ModalView {
  return {
    type: 'modal',
    callback_id: MESSAGE_FORM,
    private_metadata: writeOrigin(origin),
    title: TITLE,
    submit: plain('Send'),
    close: plain('Cancel'),
    blocks: [
      ...recipientFields({ recipients: [] }),
      { type: 'divider' },
      { type: 'context', elements: [{ type: 'mrkdwn', text: `Message from *${author}*` }] },
      ...(text === '' ? [] : [quoted(text)]),
      ...fileFields(files),
      richTextField('Your note', { optional: true }),
      tagField(),
    ],
  };
}

function quoted(text: string): KnownBlock {
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return { type: 'section', text: plain(shown) };
}

function fileFields(files: readonly SlackFile[]): KnownBlock[] {
  const groups: KnownBlock[] = [];
  for (let start = 0; start < files.length && groups.length < MOST_GROUPS; start += MOST_CHECKBOXES) {
    const options = files.slice(start, start + MOST_CHECKBOXES).map(fileOption);
    const id = fileFieldId(groups.length);
    groups.push({
      type: 'input',
      block_id: id,
      optional: true,
      label: plain(start === 0 ? 'Files to send' : 'More files'),
      element: { type: 'checkboxes', action_id: id, options, initial_options: options },
    });
  }
  return groups;
}

/** Block id of the n-th group of files. */
export function fileFieldId(group: number): string {
  return `${FIELDS.files}_${group}`;
}

function fileOption(file: SlackFile): PlainTextOption {
  const text = `${isPicture(file) ? '🖼' : '📄'} ${file.name}`;
  const shown = text.length > LONGEST_OPTION ? `${text.slice(0, LONGEST_OPTION - 1)}…` : text;
  return { text: plain(shown), value: file.id };
}

/** A name in the form's mrkdwn; a Slack ID becomes a mention. */
export function authorName(author: { slackId?: string; name: string }): string {
  return author.slackId === undefined ? escaped(author.name) : `<@${author.slackId}>`;
}
