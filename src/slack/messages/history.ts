import type { Words } from '../../language/words.ts';
import type { State } from '../../outbox/notification.ts';
import type { HistoryLine } from '../../outbox/outbox.ts';
import { escaped } from '../mrkdwn.ts';
import { COMMAND } from '../surfaces.ts';
import { type Message, message } from './message.ts';

const STATES = {
  delivered: 'delivered',
  queued: 'onItsWay',
  sending: 'onItsWay',
  waiting: 'waiting',
  unknown: 'unknown',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<State, keyof Words['history']>;

/** The sender's last requests, newest first, with what became of each. */
export function historyMessage(words: Words, lines: readonly HistoryLine[]): Message {
  const { history } = words;
  if (lines.length === 0) return message(history.nothing(COMMAND));
  return message([history.title, ...lines.map((each) => line(words, each))].join('\n'));
}

function line({ history }: Words, { createdAt, summary, counts, leftOut }: HistoryLine): string {
  const seconds = Math.floor(createdAt / 1000);
  const when = `<!date^${seconds}^{date_short_pretty} {time}|${new Date(createdAt).toISOString()}>`;
  const byWord = Map.groupBy(counts, ([state]) => STATES[state]);
  const states = [...byWord].map(([word, some]) => history[word](some.reduce((sum, [, count]) => sum + count, 0)));
  if (leftOut.length > 0) states.push(history.leftOut(leftOut.length));
  return `${when} · ${escaped(summary) || history.filesOnly} · ${states.join(', ')}`;
}
