import type { Words } from '../../language/words.ts';
import type { Notification } from '../../outbox/notification.ts';
import type { RequestStatus } from '../../outbox/outbox.ts';
import { referenceOf } from '../../outbox/reference.ts';
import { escaped, listed } from '../mrkdwn.ts';
import { SEND_AGAIN, UNDO } from '../surfaces.ts';
import { askForLink } from './linking.ts';
import { type Button, type Message, message } from './message.ts';
import { whyFailed, whyNotYet } from './portal-words.ts';
import { anybody, type Reader } from './reader.ts';
import { linesByReason, nameShown, whomToAsk, whyLeftOut } from './reasons.ts';

/**
 * How a request stands, to be read at a glance: one line where all is well, and each exception with its reason.
 * @param reader an admin links right away those whom others ask an admin to link; the others read who the admins are
 */
export function outcomeMessage(
  words: Words,
  { request, notifications }: RequestStatus,
  reader: Reader = anybody,
): Message {
  const { outcome } = words;
  const by = (...states: Notification['state'][]) => notifications.filter(({ state }) => states.includes(state));
  const named = (some: readonly Notification[]) => namesOf(words, some);
  const delivered = by('delivered');
  const open = by('queued', 'sending', 'waiting');
  const unknown = by('unknown');
  const failed = by('failed');
  const cancelled = by('cancelled');
  const summary = escaped(request.summary);

  const simplified = delivered.filter(({ form }) => form !== 'whole');
  const lines = [
    ...linesByReason(
      words,
      failed.map(({ namedAs, trouble }) => ({ what: namedAs, why: whyFailed(words, trouble) })),
    ),
    ...linesByReason(
      words,
      unknown.map(({ namedAs }) => ({ what: namedAs, why: words.failed.mayHaveArrived })),
    ),
    ...linesByReason(words, whyLeftOut(words, request.leftOut)),
    ...(simplified.length > 0 ? [`• ${named(simplified)}: ${outcome.simpler}`] : []),
    ...(cancelled.length > 0 && cancelled.length < notifications.length
      ? [`• ${outcome.takenBackFrom(named(cancelled))}`]
      : []),
  ];

  const buttons: Button[] = [];
  if (delivered.length + open.length + unknown.length > 0)
    buttons.push({ text: words.button.undo, action: UNDO, value: request.id });
  if (failed.length + unknown.length > 0)
    buttons.push({ text: words.button.sendAgain, action: SEND_AGAIN, value: request.id });

  if (request.leftOut.some(({ unlinked }) => unlinked))
    buttons.push(askForLink(words, { request: request.id }, reader));

  const footnote = [outcome.reference(referenceOf(request.id)), ...(lines.length > 0 ? whomToAsk(words, reader) : [])];
  return message([headline(), ...lines].join('\n'), buttons, footnote.join(' · '));

  function headline(): string {
    if (open.length > 0) {
      const reason = open.find(({ trouble }) => trouble)?.trouble;
      const tail = reason ? ` ${whyNotYet(words, reason)}` : '';
      return `:hourglass_flowing_sand: ${outcome.onItsWay(named(open), summary)}${tail}`;
    }
    if (delivered.length === 0 && unknown.length === 0 && failed.length === 0) {
      return `:leftwards_arrow_with_hook: ${outcome.takenBack(named(cancelled), summary)}`;
    }
    if (delivered.length === 0 && unknown.length === 0) return `:x: ${outcome.notDelivered(summary)}`;
    if (delivered.length === 0) return `:warning: ${outcome.nobodyKnows(summary)}`;
    return lines.length > 0
      ? `:warning: ${outcome.deliveredBut(named(delivered), summary)}`
      : `:white_check_mark: ${outcome.delivered(named(delivered), summary)}`;
  }
}

/** Those whom notifications are for, as one list. */
export function namesOf(words: Words, notifications: readonly Notification[]): string {
  return listed(
    words,
    notifications.map(({ namedAs }) => nameShown(namedAs)),
  );
}
