import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { isPicture, type SlackFile } from '../../files/slack-file.ts';
import type { Words } from '../../language/words.ts';
import { shortened } from '../../text/shortening.ts';
import { escaped } from '../mrkdwn.ts';
import { MESSAGE_FORM } from '../surfaces.ts';
import { FIELDS, plain, recipientFields, richTextField, tagField } from './fields.ts';
import { type Origin, writeOrigin } from './origin.ts';

/** Most options of one group of checkboxes, and longest option, in Slack. */
const MOST_CHECKBOXES = 10;
const LONGEST_OPTION = 75;
/** Characters of the message that the form shows; all of it is sent. */
export const LONGEST_TEXT = 2900;
/** A view holds 100 blocks. */
const MOST_GROUPS = 20;
/** Files that can be chosen from; what a message has beyond them is sent without a choice. */
export const MOST_CHOICES = MOST_GROUPS * MOST_CHECKBOXES;

/** Shown at once, while the message is looked at: Slack gives three seconds from the click to the form. */
export function loadingView({ form }: Words): ModalView {
  return {
    type: 'modal',
    callback_id: MESSAGE_FORM,
    title: plain(form.message),
    close: plain(form.cancel),
    blocks: [{ type: 'section', text: plain(form.reading) }],
  };
}

/** Takes the place of the form when it cannot be shown. */
export function failedView({ form }: Words): ModalView {
  return {
    type: 'modal',
    callback_id: MESSAGE_FORM,
    title: plain(form.message),
    close: plain(form.close),
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `:x: ${form.notShown}` } }],
  };
}

/** What the form shows of the message that is passed on. */
export interface ShownMessage {
  /** As Slack shows it: a mention, or a name. */
  author: string;
  /** Plain text, at most {@link LONGEST_TEXT}. */
  text: string;
  files: readonly SlackFile[];
}

/** The form to pass a message on: who wrote what, its files to choose from, recipients, a note, a tag. */
export function messageForm(words: Words, { author, text, files }: ShownMessage, origin: Origin): ModalView {
  const { form } = words;
  return {
    type: 'modal',
    callback_id: MESSAGE_FORM,
    private_metadata: writeOrigin(origin),
    title: plain(form.message),
    submit: plain(form.send),
    close: plain(form.cancel),
    blocks: [
      ...recipientFields(words, { recipients: [] }),
      { type: 'divider' },
      { type: 'context', elements: [{ type: 'mrkdwn', text: form.messageFrom(author) }] },
      ...(text.trim() === '' ? [] : [{ type: 'section' as const, text: plain(text) }]),
      ...fileFields(words, files),
      richTextField(form.note, { optional: true }),
      tagField(words),
    ],
  };
}

function fileFields(words: Words, files: readonly SlackFile[]): KnownBlock[] {
  const groups: KnownBlock[] = [];
  for (let start = 0; start < files.length && groups.length < MOST_GROUPS; start += MOST_CHECKBOXES) {
    const options = files.slice(start, start + MOST_CHECKBOXES).map((file) => fileOption(words, file));
    const id = fileFieldId(groups.length);
    groups.push({
      type: 'input',
      block_id: id,
      optional: true,
      label: plain(start === 0 ? words.form.filesToSend : words.form.moreFiles),
      element: { type: 'checkboxes', action_id: id, options, initial_options: options },
    });
  }
  return groups;
}

/** Block id of the n-th group of files. */
export function fileFieldId(group: number): string {
  return `${FIELDS.files}_${group}`;
}

function fileOption({ form, namelessFile }: Words, file: SlackFile): PlainTextOption {
  const { standing } = file;
  const note = standing === 'deleted' || standing === 'hidden' ? form[standing] : '';
  const name = cutName(`${isPicture(file) ? '🖼' : '📄'} ${file.name || namelessFile}`, LONGEST_OPTION - note.length);
  return { text: plain(`${name}${note}`), value: file.id };
}

/** Keeps the ending, which tells what kind of file it is. */
function cutName(name: string, most: number): string {
  if (name.length <= most) return name;
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? '';
  return `${shortened(name, most - ending.length)}${ending}`;
}

/** An author in the form's mrkdwn; a Slack ID becomes a mention. */
export function authorName({ form }: Words, author: { slackId?: string; name: string }): string {
  return author.slackId === undefined ? escaped(author.name || form.app) : `<@${author.slackId}>`;
}
