import type { Withdrawal } from '../../delivery/take-back.ts';
import type { Notification } from '../../outbox/notification.ts';
import { escaped, listed } from '../mrkdwn.ts';
import { UNDO } from '../surfaces.ts';
import { type Message, message } from './message.ts';
import { STILL_THERE } from './portal-words.ts';
import { nameShown } from './reasons.ts';

/** What Undo did, with Undo again where something is left to take back. */
export function withdrawnMessage(requestId: string, summary: string, withdrawal: Withdrawal): Message {
  const { cancelled, underWay, replaced, kept } = withdrawal;
  const about = summary === '' ? '' : `: “${escaped(summary)}”`;
  const lines = [
    ...(underWay.length > 0
      ? [`• ${named(underWay)}: it is on its way at this moment; press Undo again in a few seconds.`]
      : []),
    ...(replaced.length > 0
      ? [`• ${named(replaced)}: a newer notification with the same tag has already taken its place.`]
      : []),
    ...(kept.length > 0 ? [`• ${named(kept.map(({ notification }) => notification))}: ${STILL_THERE}`] : []),
  ];
  const left = underWay.length + kept.length > 0;
  const buttons = left ? [{ text: 'Undo', action: UNDO, value: requestId }] : [];
  return message([headline(), ...lines].join('\n'), buttons);

  function headline(): string {
    if (cancelled.length > 0 && left)
      return `:warning: Taken back from ${named(cancelled)}, not from everybody${about}`;
    if (cancelled.length > 0) return `:leftwards_arrow_with_hook: Taken back from ${named(cancelled)}${about}`;
    if (left) return `:warning: Not taken back yet${about}`;
    return `:leftwards_arrow_with_hook: There is nothing left to take back${about}`;
  }
}

function named(notifications: readonly Notification[]): string {
  return listed(notifications.map(({ namedAs }) => nameShown(namedAs)));
}
