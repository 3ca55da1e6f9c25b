import type { KnownBlock } from '@slack/types';
import type { Words } from '../../../language/words.ts';
import { isOpen, type State } from '../../../outbox/notification.ts';
import type { HistoryLine } from '../../../outbox/outbox.ts';
import { whyFailed } from '../../messages/portal-words.ts';
import { nameShown } from '../../messages/reasons.ts';
import { escaped } from '../../mrkdwn.ts';
import { HOME_SEND_AGAIN, HOME_UNDO } from '../../surfaces.ts';
import { button, heading, line, moment } from './line.ts';
import { type Pages, type Part, turning } from './pages.ts';

/** The last notifications of whoever looks, each with what can be done about it. */
export function ownBlocks({ entries, more }: Part<HistoryLine>, pages: Pages, words: Words): KnownBlock[] {
  return [
    heading(words.home.own.title),
    ...(entries.length === 0 ? [line(words.home.own.nothing)] : entries.flatMap((entry) => request(entry, words))),
    ...turning('own', pages, more, words),
  ];
}

function request(entry: HistoryLine, words: Words): KnownBlock[] {
  const { id, createdAt, summary, few } = entry;
  const states = new Set(entry.counts.keys());
  const has = (...some: State[]) => some.some((state) => states.has(state));
  const reasons = few.flatMap(({ namedAs, state, trouble }) =>
    state === 'failed' ? [`• ${nameShown(namedAs)}: ${whyFailed(words, trouble)}`] : [],
  );
  const buttons = [
    ...(has('delivered', 'unknown') || [...states].some(isOpen) ? [button(words.button.undo, HOME_UNDO, id)] : []),
    ...(has('failed', 'unknown') ? [button(words.button.sendAgain, HOME_SEND_AGAIN, id)] : []),
  ];
  return [
    line(
      [
        [`${sign(entry)} *${recipients(entry, words)}*`, standing(entry, words), moment(createdAt)]
          .filter((part) => part !== '')
          .join(' · '),
        escaped(summary === '' ? words.history.filesOnly : summary),
        ...reasons,
      ].join('\n'),
    ),
    ...(buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons }] : []),
  ];
}

function sign({ counts, leftOut }: HistoryLine): string {
  const states = [...counts.keys()];
  if (states.some(isOpen)) return ':hourglass_flowing_sand:';
  if (states.length === 0 || states.every((state) => state === 'failed')) return ':x:';
  if (states.every((state) => state === 'cancelled')) return ':leftwards_arrow_with_hook:';
  const wellDone = states.every((state) => state === 'delivered' || state === 'cancelled');
  return wellDone && leftOut.length === 0 ? ':white_check_mark:' : ':warning:';
}

function recipients({ counts, few }: HistoryLine, words: Words): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return words.home.own.nobody;
  if (few.length === 0) return words.home.own.people(total);
  return words.list.all(few.map(({ namedAs }) => nameShown(namedAs)));
}

/** One word where all of it stands alike, else how many stand how. */
function standing({ counts, leftOut }: HistoryLine, words: Words): string {
  const { history, home } = words;
  const [only, ...others] = [...counts];
  const said =
    only !== undefined && others.length === 0
      ? [home.own.state[only[0]]]
      : [...counts].map(([state, count]) => some[state](count, history));
  return [...said, ...(leftOut.length > 0 ? [history.leftOut(leftOut.length)] : [])].join(', ');
}

const some: Record<State, (count: number, words: Words['history']) => string> = {
  queued: (count, words) => words.onItsWay(count),
  sending: (count, words) => words.onItsWay(count),
  waiting: (count, words) => words.waiting(count),
  delivered: (count, words) => words.delivered(count),
  unknown: (count, words) => words.unknown(count),
  failed: (count, words) => words.failed(count),
  cancelled: (count, words) => words.cancelled(count),
};
