import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { documentOf } from '../../../text/document.ts';
import { parseRichText } from '../../../text/parse/rich-text.ts';
import { readPassedOn } from '../../passed-on.ts';
import { FIELDS } from '../../views/fields.ts';
import { MOST_CHOICES } from '../../views/message-form.ts';
import type { Ports } from '../ports.ts';
import { submitForm } from './form.ts';

/** The form of the message shortcut was sent. */
export const messageForm = (ports: Ports) => (args: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs) =>
  submitForm(args, ports, async ({ richText, chosenFiles }, { messageDraft }, { tooOld }) => {
    const kept =
      messageDraft === undefined ? undefined : await readPassedOn(messageDraft, args.body.user.id, ports.outbox);
    if (kept === undefined) {
      return { field: FIELDS.people, wrong: tooOld.messageForm };
    }
    const { message, link } = kept;
    return {
      surface: 'message',
      body: message.text,
      files: message.files.filter(({ id }, index) => index >= MOST_CHOICES || chosenFiles.has(id)),
      passedOn: {
        author: message.author,
        note: richText === undefined ? documentOf() : parseRichText(richText),
        ...(link !== undefined && { link }),
      },
    };
  });
