import type { State } from '../../outbox/notification.ts';
import type { HistoryLine } from '../../outbox/outbox.ts';
import { escaped } from '../mrkdwn.ts';
import { type Message, message } from './message.ts';

const WORDS: Record<State, string> = {
  delivered: 'delivered',
  queued: 'on its way',
  sending: 'on its way',
  waiting: 'waiting',
  unknown: 'may have arrived',
  failed: 'not delivered',
  cancelled: 'taken back',
};

/** The sender's last requests, newest first, with what became of each. */
export function historyMessage(lines: readonly HistoryLine[]): Message {
  if (lines.length === 0) return message('You have sent nothing to Bitrix24 yet. `/b24notify help` shows how.');
  return message(['*Your last notifications*', ...lines.map(line)].join('\n'));
}

function line({ createdAt, summary, counts, leftOut }: HistoryLine): string {
  const seconds = Math.floor(createdAt / 1000);
  const when = `<!date^${seconds}^{date_short_pretty} {time}|${new Date(createdAt).toISOString()}>`;
  const states = [...counts].map(([state, count]) => `${count} ${WORDS[state]}`);
  if (leftOut.length > 0) states.push(`${leftOut.length} left out`);
  return `${when} · ${escaped(summary || '(files only)')} · ${states.join(', ')}`;
}
