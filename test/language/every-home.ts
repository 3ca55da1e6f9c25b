import type { Words } from '../../src/language/words.ts';
import type { Attended } from '../../src/outbox/attention.ts';
import type { Notification, State } from '../../src/outbox/notification.ts';
import type { HistoryLine } from '../../src/outbox/outbox.ts';
import { BOT_PARTS, type Health } from '../../src/slack/views/home/health.ts';
import { type ForAdmins, type HomeData, homeView, type Link, notDrawnView } from '../../src/slack/views/home/home.ts';
import { FIRST_PAGES } from '../../src/slack/views/home/pages.ts';

const STATES: State[] = ['queued', 'sending', 'waiting', 'delivered', 'unknown', 'failed', 'cancelled'];
const HEALTH: Health = {
  host: '127.0.0.1',
  portal: { kind: 'answers', credentials: 'work' },
  delivers: 'the only one',
  waiting: 0,
  failing: [],
};
const NOTHING = { entries: [], more: false, count: 0 };
const QUIET: ForAdmins = {
  health: HEALTH,
  heaps: { waiting: NOTHING, failed: NOTHING },
  awaited: NOTHING,
  links: NOTHING,
};

/** Every Home that has words of its own. */
export function everyHome(words: Words, counts: readonly number[]): unknown[] {
  const links: Link[] = [
    { kind: 'linked', bitrix24Id: 12, name: '12' },
    { kind: 'linked', bitrix24Id: 12 },
    { kind: 'not linked' },
    { kind: 'not known' },
  ];
  const portals: Health['portal'][] = [
    { kind: 'answers', credentials: 'not known' },
    { kind: 'not asked' },
    { kind: 'silent', since: 0, code: 'X_1' },
    { kind: 'refuses', code: 'INVALID_CREDENTIALS' },
  ];
  const busy = counts.map(
    (count): ForAdmins => ({
      health: { ...HEALTH, waiting: count, oldest: 0, failing: BOT_PARTS, delivers: 'this one' },
      heaps: {
        waiting: { entries: [attended('waiting', count)], more: true, count },
        failed: { entries: [attended('failed', count)], more: true, count },
      },
      awaited: {
        entries: [{ slackId: 'U1', requests: count, since: 0, senders: ['U2'], others: count > 1 }],
        more: false,
        count,
      },
      links: { entries: [{ slackId: 'U1', bitrix24Id: 12, madeBy: 'U2' }], more: false, count },
    }),
  );
  const homes: Partial<HomeData>[] = [
    ...links.flatMap((link) => [{ link }, { link, admins: ['U1', 'U2'] }]),
    ...portals.map((portal) => ({ forAdmins: { ...QUIET, health: { ...HEALTH, portal } } })),
    { forAdmins: { ...QUIET, health: { ...HEALTH, delivers: 'another' } } },
    { forAdmins: { ...QUIET, heaps: { waiting: NOTHING, failed: { ...NOTHING, count: 1001 } } } },
    ...busy.flatMap((forAdmins) => [{ forAdmins }, { forAdmins, pages: { ...FIRST_PAGES, own: 1, failed: 1 } }]),
    ...STATES.map((state) => ({ own: { entries: [sent([state])], more: true } })),
    ...counts.map((count) => ({ own: { entries: [sent([], count)], more: false } })),
    { own: { entries: [sent([]), sent(STATES)], more: false } },
  ];
  return [...homes.map((change) => homeView({ ...HOME, ...change }, words)), notDrawnView(words)];
}

const HOME: HomeData = {
  link: { kind: 'not linked' },
  admins: [],
  language: undefined,
  own: { entries: [], more: false },
  pages: FIRST_PAGES,
};

/** What stands on top of a Home after a click, or reaches a sender because of one. */
export function homeNotices({ home }: Words, counts: readonly number[]): string[] {
  return [
    home.notThere,
    home.onlyAdmins,
    home.languageNotKept,
    home.own.goesAgain,
    home.own.notSentAgain,
    ...counts.flatMap((count) => [home.heap.sentAgain(count), home.heap.dropped(count)]),
    home.awaited.dismissed('<@U1>'),
    home.links.removed('<@U1>'),
  ];
}

function sent(states: readonly State[], delivered = 0): HistoryLine {
  const few = states.map(
    (state): Notification => ({
      id: state,
      requestId: 'r1',
      recipient: 1,
      namedAs: '<@U1>',
      tag: 't',
      state,
      attempts: 0,
      doubts: 0,
      form: 'whole',
      dueAt: 0,
      ...(state === 'failed' && { trouble: { code: 'USER_ID_EMPTY', sentence: '' } }),
    }),
  );
  const counts = new Map<State, number>(states.map((state) => [state, 1]));
  if (delivered > 0) counts.set('delivered', delivered);
  return { id: 'r1', createdAt: 0, summary: '', leftOut: [], counts, few };
}

function attended(state: State, count: number): Attended {
  const requestId = '01k9zq3v5n8m2x7c4b6d0f1g2h';
  return { requestId, sender: 'U1', createdAt: 0, counts: new Map([[state, count]]), names: ['<@U2>'], code: 'X_1' };
}
