import type { LeftOut } from '../../outbox/request.ts';
import { counted, listed } from '../mrkdwn.ts';
import { CONFIRM, DO_NOT_SEND, OPEN_FORM } from '../surfaces.ts';
import { type Message, message } from './message.ts';
import { linesByReason, nameShown } from './reasons.ts';

/** What waits for its sender's yes. */
export interface ToConfirm {
  held: string;
  recipients: readonly string[];
  leftOut: LeftOut;
}

/** Asks before a request goes to many, after a command. @param draft what was typed, for the form */
export function confirmationMessage(asked: ToConfirm, draft: string): Message {
  return message(confirmationText(asked), [
    { text: `Send to ${asked.recipients.length} people`, action: CONFIRM, value: asked.held, style: 'primary' },
    { text: 'Open the form', action: OPEN_FORM, value: draft },
    { text: 'Do not send', action: DO_NOT_SEND, value: asked.held },
  ]);
}

/** Everybody by name, so that a wrong group is noticed before it rings many bells. */
export function confirmationText({ recipients, leftOut }: Omit<ToConfirm, 'held'>): string {
  const names = listed(recipients.map(nameShown), MOST_NAMED);
  const lines = linesByReason(leftOut);
  return [
    `:bell: Nothing is sent yet. This goes to ${counted(recipients.length, 'person', 'people')}: ${names}.`,
    ...(lines.length > 0 ? ['Left out:', ...lines] : []),
  ].join('\n');
}

/** More mentions than this nobody reads. */
const MOST_NAMED = 100;

export const NOT_KEPT = ':x: This is too old: the bot does not keep it any more. Send it anew.';
export const NOT_SENT = ':x: Not sent, as you chose.';
