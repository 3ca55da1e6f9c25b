import type { Withdrawal } from '../../delivery/take-back.ts';
import type { Words } from '../../language/words.ts';
import { escaped } from '../mrkdwn.ts';
import { UNDO } from '../surfaces.ts';
import { type Message, message } from './message.ts';
import { namesOf } from './outcome.ts';

/** What Undo did, with Undo again where something is left to take back. */
export function withdrawnMessage(words: Words, requestId: string, summary: string, withdrawal: Withdrawal): Message {
  const { takingBack } = words;
  const { cancelled, underWay, replaced } = withdrawal;
  const kept = withdrawal.kept.map(({ notification }) => notification);
  const about = escaped(summary);
  const lines = (
    [
      [underWay, takingBack.onItsWay],
      [replaced, takingBack.replaced],
      [kept, takingBack.stillThere],
    ] as const
  ).flatMap(([some, why]) => (some.length > 0 ? [`• ${namesOf(words, some)}: ${why}`] : []));
  const left = underWay.length + kept.length > 0;
  const buttons = left ? [{ text: words.button.undo, action: UNDO, value: requestId }] : [];
  return message([headline(), ...lines].join('\n'), buttons);

  function headline(): string {
    const names = namesOf(words, cancelled);
    if (cancelled.length > 0 && left) return `:warning: ${takingBack.fromSome(names, about)}`;
    if (cancelled.length > 0) return `:leftwards_arrow_with_hook: ${words.outcome.takenBack(names, about)}`;
    if (left) return `:warning: ${takingBack.notYet(about)}`;
    return `:leftwards_arrow_with_hook: ${takingBack.nothingLeft(about)}`;
  }
}
