import type { Words } from '../../language/words.ts';
import type { LeftOut } from '../../outbox/request.ts';
import { listed } from '../mrkdwn.ts';
import { CONFIRM, DO_NOT_SEND, OPEN_FORM } from '../surfaces.ts';
import { type Message, message } from './message.ts';
import { linesByReason, nameShown, whyLeftOut } from './reasons.ts';

/** What waits for its sender's yes. */
export interface ToConfirm {
  held: string;
  recipients: readonly string[];
  leftOut: LeftOut;
}

/** Asks before a request goes to many, after a command. @param draft what was typed, for the form */
export function confirmationMessage(words: Words, asked: ToConfirm, draft: string): Message {
  const { button } = words;
  return message(confirmationText(words, asked), [
    { text: button.sendTo(asked.recipients.length), action: CONFIRM, value: asked.held, style: 'primary' },
    { text: button.openForm, action: OPEN_FORM, value: draft },
    { text: button.doNotSend, action: DO_NOT_SEND, value: asked.held },
  ]);
}

/** Everybody by name, so that a wrong group is noticed before it rings many bells. */
export function confirmationText(words: Words, { recipients, leftOut }: Omit<ToConfirm, 'held'>): string {
  const names = listed(words, recipients.map(nameShown), MOST_NAMED);
  const lines = linesByReason(words, whyLeftOut(words, leftOut));
  return [
    `:bell: ${words.confirmation.asks(recipients.length, names)}`,
    ...(lines.length > 0 ? [words.confirmation.leftOut, ...lines] : []),
  ].join('\n');
}

/** More mentions than this nobody reads. */
const MOST_NAMED = 100;

/** What was held is kept no longer. */
export function notKept({ tooOld }: Words): Message {
  return message(`:x: ${tooOld.held}`);
}

/** The sender chose not to send it. */
export function notSent({ confirmation }: Words): Message {
  return message(`:x: ${confirmation.notSent}`);
}
