import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Words } from '../../../language/words.ts';
import { type Attended, HEAPS, type Heap } from '../../../outbox/attention.ts';
import type { State } from '../../../outbox/notification.ts';
import { referenceOf } from '../../../outbox/reference.ts';
import { nameShown } from '../../messages/reasons.ts';
import { escaped } from '../../mrkdwn.ts';
import { ADMIN_DROP, ADMIN_SEND_AGAIN } from '../../surfaces.ts';
import { button, heading, line, moment, question, remark } from './line.ts';
import { MOST_PAGES, PAGE_SIZES, type Pages, type Part, turning } from './pages.ts';

/** Notifications are counted so far, and called "more than" beyond. */
export const MOST_COUNTED = 1000;

const chosen = z.object({ heap: z.enum(['waiting', 'failed']), request: z.string() });

/** A request of a heap, as the value of a button. */
export type Chosen = z.output<typeof chosen>;

/** @throws ZodError when it is no value of ours */
export function readChosen(value: string): Chosen {
  return chosen.parse(JSON.parse(value));
}

/** What waits, or what was not delivered, for an admin: who wrote to whom and when, never what. */
export function heapBlocks(
  heap: Heap,
  { count, entries, more }: Part<Attended> & { count: number },
  pages: Pages,
  words: Words,
): KnownBlock[] {
  const said = words.home.heap;
  const counted = count > MOST_COUNTED ? said.moreThan(MOST_COUNTED) : said.count(count);
  const beyond = more && pages[heap] === MOST_PAGES - 1;
  const many = count > PAGE_SIZES[heap];
  return [
    heading(said[heap](counted)),
    ...(entries.length === 0 && pages[heap] === 0
      ? [line(heap === 'waiting' ? words.home.health.nothingWaits : said.nothingFailed)]
      : entries.flatMap((entry) => request(heap, entry, words))),
    ...turning(heap, pages, more, words),
    ...(many || beyond ? [remark(said.inCommandLine(HEAPS[heap].join(',')))] : []),
  ];
}

function request(heap: Heap, { requestId, sender, createdAt, counts, names, code }: Attended, words: Words) {
  const { home, button: label } = words;
  const total = [...counts.values()].reduce((sum, one) => sum + one, 0);
  const shown = names.map(nameShown);
  const to = words.list.all(total > shown.length ? [...shown, words.list.more(total - shown.length)] : shown);
  const value = JSON.stringify({ heap, request: requestId } satisfies Chosen);
  const has = (...states: State[]) => states.some((state) => counts.has(state));
  const drop = question({
    title: home.heap.dropTitle,
    text: home.heap.dropText,
    yes: home.heap.drop,
    no: home.heap.dropNo,
  });
  const buttons = [
    ...(has('waiting', 'failed', 'unknown') ? [button(label.sendAgain, ADMIN_SEND_AGAIN, value)] : []),
    ...(has('queued', 'waiting', 'failed', 'unknown')
      ? [button(home.heap.drop, ADMIN_DROP, value, { style: 'danger', ...drop })]
      : []),
  ];
  return [
    line(
      [
        home.heap.request(`<@${sender}>`, to),
        [
          [...new Set([...counts.keys()].map((state) => home.own.state[state]))].join(', '),
          moment(createdAt),
          ...(code === undefined ? [] : [home.heap.because(escaped(code).replaceAll('`', "'"))]),
          words.outcome.reference(referenceOf(requestId)),
        ].join(' · '),
      ].join('\n'),
    ),
    ...(buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons }] : []),
  ];
}
