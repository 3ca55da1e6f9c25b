import type { Notification } from '../../outbox/notification.ts';
import type { RequestStatus } from '../../outbox/outbox.ts';
import { referenceOf } from '../../outbox/reference.ts';
import { escaped, listed } from '../mrkdwn.ts';
import { SEND_AGAIN, UNDO } from '../surfaces.ts';
import { askForLink } from './linking.ts';
import { type Button, type Message, message } from './message.ts';
import { MAY_HAVE_ARRIVED, whyFailed, whyNotYet } from './portal-words.ts';
import { linesByReason, nameShown } from './reasons.ts';

/**
 * How a request stands, to be read at a glance: one line where all is well, and each exception with its reason.
 * @param reader an admin links right away those whom others ask an admin to link
 */
export function outcomeMessage(
  { request, notifications }: RequestStatus,
  reader: 'admin' | 'other' = 'other',
): Message {
  const by = (...states: Notification['state'][]) => notifications.filter(({ state }) => states.includes(state));
  const delivered = by('delivered');
  const open = by('queued', 'sending', 'waiting');
  const unknown = by('unknown');
  const failed = by('failed');
  const cancelled = by('cancelled');
  const about = request.summary === '' ? '' : `: “${escaped(request.summary)}”`;

  const simplified = delivered.filter(({ form }) => form !== 'whole');
  const lines = [
    ...linesByReason(failed.map(({ namedAs, trouble }) => ({ what: namedAs, why: whyFailed(trouble) }))),
    ...linesByReason(unknown.map(({ namedAs }) => ({ what: namedAs, why: MAY_HAVE_ARRIVED }))),
    ...linesByReason(request.leftOut),
    ...(simplified.length > 0 ? [`• ${named(simplified)}: ${SIMPLER}`] : []),
    ...(cancelled.length > 0 && cancelled.length < notifications.length
      ? [`• Taken back from ${named(cancelled)}.`]
      : []),
  ];

  const buttons: Button[] = [];
  if (delivered.length + open.length + unknown.length > 0)
    buttons.push({ text: 'Undo', action: UNDO, value: request.id });
  if (failed.length + unknown.length > 0) buttons.push({ text: 'Send again', action: SEND_AGAIN, value: request.id });

  if (request.leftOut.some(({ unlinked }) => unlinked)) buttons.push(askForLink({ request: request.id }, reader));

  return message([headline(), ...lines].join('\n'), buttons, `Ref. ${referenceOf(request.id)}`);

  function headline(): string {
    if (open.length > 0) {
      const reason = open.find(({ trouble }) => trouble)?.trouble;
      const tail = reason ? ` ${whyNotYet(reason)}` : '';
      return `:hourglass_flowing_sand: Stored, on its way to ${named(open)}${about}. You will be told when it has arrived.${tail}`;
    }
    if (delivered.length === 0 && unknown.length === 0 && failed.length === 0) {
      return `:leftwards_arrow_with_hook: Taken back from ${named(cancelled)}${about}`;
    }
    if (delivered.length === 0 && unknown.length === 0) return `:x: Not delivered${about}`;
    if (delivered.length === 0) return `:warning: Nobody knows whether it arrived${about}`;
    const to = `Delivered to ${named(delivered)}${about}`;
    return lines.length > 0 ? `:warning: ${to}, but:` : `:white_check_mark: ${to}`;
  }
}

const SIMPLER = 'Bitrix24 refused the attachments or the formatting, so it arrived in a simpler form.';

function named(notifications: readonly Notification[]): string {
  return listed(notifications.map(({ namedAs }) => nameShown(namedAs)));
}
