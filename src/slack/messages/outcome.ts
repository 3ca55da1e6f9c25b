import type { Notification } from '../../outbox/notification.ts';
import type { RequestStatus } from '../../outbox/outbox.ts';
import { escaped, listed } from '../mrkdwn.ts';
import { SEND_AGAIN, UNDO } from '../surfaces.ts';
import { type Button, type Message, message } from './message.ts';

/** How a request stands, to be read at a glance: one line where all is well, and each exception with its reason. */
export function outcomeMessage({ request, notifications }: RequestStatus): Message {
  const by = (...states: Notification['state'][]) => notifications.filter(({ state }) => states.includes(state));
  const delivered = by('delivered');
  const open = by('queued', 'sending', 'waiting');
  const unknown = by('unknown');
  const failed = by('failed');
  const cancelled = by('cancelled');
  const about = request.summary === '' ? '' : ` “${escaped(request.summary)}”`;

  const lines = [
    ...failed.map((notification) => `• ${name(notification)}: ${trouble(notification)}`),
    ...unknown.map(
      (notification) => `• ${name(notification)}: nobody knows whether it arrived. ${trouble(notification)}`,
    ),
    ...request.leftOut.map(({ what, why }) => `• ${what.startsWith('<') ? what : escaped(what)}: ${why}`),
  ];
  const simplified = delivered.filter(({ form }) => form !== 'whole');
  if (simplified.length > 0) lines.push(`• ${SIMPLER} for ${named(simplified)}.`);
  if (cancelled.length > 0) lines.push(`• Taken back: ${named(cancelled)}.`);

  const buttons: Button[] = [];
  if (delivered.length + open.length + unknown.length > 0)
    buttons.push({ text: 'Undo', action: UNDO, value: request.id });
  if (failed.length + unknown.length > 0) buttons.push({ text: 'Send again', action: SEND_AGAIN, value: request.id });

  const list = lines.length > 0 ? `\n${lines.slice(0, MOST_LINES).join('\n')}${more(lines.length)}` : '';
  return message(`${headline()}${list}`, buttons);

  function headline(): string {
    if (open.length > 0) {
      const reason = open.find((notification) => notification.trouble)?.trouble;
      const tail = reason ? ` Bitrix24 does not take it yet: ${escaped(reason.sentence)}` : '';
      return `:hourglass_flowing_sand: Stored, on its way to ${named(open)}:${about} You will be told when it has arrived.${tail}`;
    }
    if (delivered.length === 0 && unknown.length === 0 && failed.length === 0) {
      return `:leftwards_arrow_with_hook: Taken back from ${named(cancelled)}:${about}`;
    }
    if (delivered.length === 0 && unknown.length === 0) return `:x: Not delivered:${about}`;
    if (delivered.length === 0) return `:warning: It may have arrived, it may not: send again?${about}`;
    const to = `Delivered to ${named(delivered)}:${about}`;
    return lines.length > 0 ? `:warning: ${to}\nBut:` : `:white_check_mark: ${to}`;
  }
}

const MOST_LINES = 20;
const SIMPLER = 'Bitrix24 refused the attachments or the formatting, so it was sent in a simpler form';

function more(lines: number): string {
  return lines > MOST_LINES ? `\n• … and ${lines - MOST_LINES} more` : '';
}

function named(notifications: readonly Notification[]): string {
  return listed(notifications.map(name));
}

function name({ namedAs }: Notification): string {
  return namedAs.startsWith('<') ? namedAs : escaped(namedAs);
}

function trouble({ trouble: why }: Notification): string {
  return why ? escaped(why.sentence) : 'the reason is not known.';
}
