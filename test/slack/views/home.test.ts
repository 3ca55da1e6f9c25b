import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locales, wordsOf } from '../../../src/language/catalogues.ts';
import type { Attended } from '../../../src/outbox/attention.ts';
import type { Notification, State } from '../../../src/outbox/notification.ts';
import type { HistoryLine } from '../../../src/outbox/outbox.ts';
import type { Awaited } from '../../../src/outbox/waiting.ts';
import { BOT_PARTS } from '../../../src/slack/views/home/health.ts';
import { readChosen } from '../../../src/slack/views/home/heap.ts';
import { type HomeData, homeView, notDrawnView } from '../../../src/slack/views/home/home.ts';
import { FIRST_PAGES, MOST_PAGES, PAGE_SIZES, partOf, readPages } from '../../../src/slack/views/home/pages.ts';
import { expectViewTaken, textOf } from '../block-kit.ts';

const STATES: State[] = ['queued', 'sending', 'waiting', 'delivered', 'unknown', 'failed', 'cancelled'];
const english = wordsOf('en');
const russian = wordsOf('ru');
const NOON = Date.UTC(2026, 8, 1, 12);

function notification(change: Partial<Notification> = {}): Notification {
  return {
    id: '01',
    requestId: 'r1',
    recipient: 12,
    namedAs: '<@U2>',
    tag: 't',
    state: 'delivered',
    attempts: 0,
    doubts: 0,
    form: 'whole',
    dueAt: 0,
    ...change,
  };
}

function sent(change: Partial<HistoryLine> = {}): HistoryLine {
  const few = change.few ?? [notification()];
  const counts = new Map(
    Map.groupBy(few, ({ state }) => state)
      .entries()
      .map(([state, all]) => [state, all.length]),
  );
  return { id: 'r1', createdAt: NOON, summary: 'lunch', leftOut: [], counts, few, ...change };
}

const nothing = { entries: [], more: false };
const home = (change: Partial<HomeData> = {}): HomeData => ({
  link: { kind: 'not linked' },
  admins: [],
  language: undefined,
  own: nothing,
  pages: FIRST_PAGES,
  ...change,
});
const admins = (change: Partial<NonNullable<HomeData['forAdmins']>> = {}): NonNullable<HomeData['forAdmins']> => ({
  health: {
    host: 'portal.example.com',
    portal: { kind: 'answers', credentials: 'work' },
    delivers: 'the only one',
    waiting: 0,
    failing: [],
  },
  heaps: { waiting: { ...nothing, count: 0 }, failed: { ...nothing, count: 0 } },
  awaited: { ...nothing, count: 0 },
  links: { ...nothing, count: 0 },
  ...change,
});
const shown = (change: Partial<HomeData> = {}) => textOf(homeView(home(change), english));

/** Every button of a view: its text and value. */
function buttonsOf({ blocks }: { blocks: readonly object[] }): string[] {
  return blocks.flatMap((block) => {
    const elements: unknown[] = [
      ...('elements' in block && Array.isArray(block.elements) ? block.elements : []),
      ...('accessory' in block ? [block.accessory] : []),
    ];
    return elements.flatMap((element) =>
      Object(element).type === 'button' ? [String(Object(element).text.text)] : [],
    );
  });
}

describe('the Home', () => {
  it('says who one is in Bitrix24, or whom to ask', () => {
    expect(shown({ link: { kind: 'linked', bitrix24Id: 12, name: 'Anna <Lee>' } })).toContain(
      ':white_check_mark: In Bitrix24 you are *Anna &lt;Lee&gt;* (profile number 12).',
    );
    expect(shown({ link: { kind: 'linked', bitrix24Id: 12 } })).toContain('the person with profile number 12');
    expect(shown({ admins: ['U1', 'U2'] })).toContain('*not linked*');
    expect(shown({ admins: ['U1', 'U2'] })).toContain('To be linked, ask <@U1> or <@U2>.');
    expect(shown()).toContain('ask whoever runs this bot');
    expect(shown({ link: { kind: 'not known' } })).toContain(':grey_question:');
  });

  it('says how each of the last notifications stands, and offers what can be done about it', () => {
    const cases: [HistoryLine, string, string[]][] = [
      [sent(), ':white_check_mark: *<@U2>* · delivered', ['Undo']],
      [sent({ few: [notification({ state: 'waiting' })] }), ':hourglass_flowing_sand:', ['Undo']],
      [sent({ few: [notification({ state: 'unknown' })] }), ':warning: *<@U2>* · may have', ['Undo', 'Send again']],
      [sent({ few: [notification({ state: 'cancelled' })] }), ':leftwards_arrow_with_hook:', []],
      [
        sent({ few: [notification({ state: 'failed', trouble: { code: 'USER_ID_EMPTY', sentence: 'no' } })] }),
        'no active account',
        ['Send again'],
      ],
      [sent({ few: [], counts: new Map() }), ':x: *nobody*', []],
      [
        sent({ few: [], counts: new Map([['delivered', 1200] as const, ['failed', 3] as const]) }),
        ':warning: *1,203 people* · 1,200 delivered, 3 not delivered',
        ['Undo', 'Send again'],
      ],
    ];
    for (const [line, words, buttons] of cases) {
      const view = homeView(home({ own: { entries: [line], more: false } }), english);
      expect(textOf(view)).toContain(words);
      expect(buttonsOf(view).slice(1)).toEqual(buttons);
    }
  });

  it('tells an admin whether the portal answers, refuses or hangs, and what to do', () => {
    const health = (change: object) => shown({ forAdmins: admins({ health: { ...admins().health, ...change } }) });
    expect(health({})).toContain(':large_green_circle: *portal.example.com* answered');
    const refused = health({ portal: { kind: 'refuses', code: 'INVALID_CREDENTIALS' } });
    expect(refused).toContain(':red_circle: *portal.example.com* refuses the bot');
    expect(refused).toContain('INVALID_CREDENTIALS');
    expect(refused).toContain('Create a new inbound webhook');
    expect(health({ portal: { kind: 'silent', since: NOON, code: 'ECONNREFUSED' } })).toContain(
      'has not answered properly since <!date^1788264000^',
    );
    expect(health({ delivers: 'another' })).toContain('Another copy of the bot delivers');
    expect(health({ delivers: 'another' })).not.toContain('answered');
    expect(health({ waiting: 1204, oldest: NOON })).toContain('1,204 notifications wait, the oldest since <!date^');
    expect(health({ failing: ['slack'] })).toContain(':red_circle: The bot is not connected to Slack');
  });

  it('tells an admin in their own language what of the bot does not work, without a word for machines', () => {
    for (const part of BOT_PARTS) {
      const forAdmins = admins({ health: { ...admins().health, failing: [part] } });
      const said = textOf(homeView(home({ forAdmins }), russian));
      const line = said.split('\n').find((each) => each.includes(':red_circle:')) ?? '';
      expect(line).toContain(russian.home.health.fails[part]);
      expect(line.replace(':red_circle:', '').match(/[a-z]{3,}/gi) ?? []).toEqual(
        part === 'slack' ? ['Slack', 'readyz'] : ['readyz'],
      );
    }
  });

  it('shows an admin who wrote to whom and why it waits, and nothing of what was written', () => {
    const entry: Attended = {
      requestId: '01k9zq3v5n8m2x7c4b6d0f1g2h',
      sender: 'U1',
      createdAt: NOON,
      counts: new Map([['failed', 12]]),
      names: ['<@U2>', 'b24:15', 'olga@example.com'],
      code: 'USER_ID_EMPTY',
    };
    const view = homeView(
      home({
        forAdmins: admins({
          heaps: { waiting: { ...nothing, count: 0 }, failed: { entries: [entry], more: true, count: 1001 } },
        }),
      }),
      english,
    );
    expectViewTaken(view);
    expect(textOf(view)).toContain('not delivered (more than 1,000)');
    expect(textOf(view)).toContain('<@U1> to <@U2>, b24:15, olga@example.com, and 9 more');
    expect(textOf(view)).toContain('`USER_ID_EMPTY` · Ref. 6d0f1g2h');
    expect(JSON.stringify(view)).toContain('outbox list --state failed,unknown');
    expect(buttonsOf(view)).toEqual(['Write to Bitrix24', 'Send again', 'Drop', 'Older →']);
  });

  it('offers the language in force, under a name of its own, so that a menu never shows an old choice', () => {
    const menu = (language: HomeData['language']) => JSON.stringify(homeView(home({ language }), wordsOf('ru')).blocks);
    expect(menu('ru')).toContain('"block_id":"language_ru"');
    expect(menu('ru')).toContain('"initial_option":{"text":{"type":"plain_text","text":"Русский"},"value":"ru"}');
    expect(menu(undefined)).toContain('"text":"Язык: как в Slack"},"value":"slack"}');
    expect(menu(undefined)).toContain('"block_id":"language_slack"');
  });
});

describe('the pages of the Home', () => {
  it('are as they stand in the view, and the first ones for what nobody wrote', () => {
    expect(readPages(homeView(home({ pages: { ...FIRST_PAGES, links: 3 } }), english).private_metadata ?? '')).toEqual({
      ...FIRST_PAGES,
      links: 3,
    });
    for (const forged of ['', 'null', '{', '{"own":-1,"links":99999,"failed":"x","waiting":1.5}'])
      expect(readPages(forged)).toEqual(FIRST_PAGES);
    expect(() => readChosen('{"heap":"all","request":"x"}')).toThrow();
  });

  it('turn both ways, and end after so many', async () => {
    const list = Array.from({ length: 12 }, (_, index) => index);
    const ask = async (most: number, skip: number) => list.slice(skip, skip + most);
    expect(await partOf('own', FIRST_PAGES, ask)).toEqual({ entries: [0, 1, 2, 3, 4], more: true });
    expect(await partOf('own', { ...FIRST_PAGES, own: 2 }, ask)).toEqual({ entries: [10, 11], more: false });
    const turning = (own: number, more: boolean) =>
      buttonsOf(homeView(home({ own: { entries: [sent()], more }, pages: { ...FIRST_PAGES, own } }), english)).slice(2);
    expect(turning(0, false)).toEqual([]);
    expect(turning(0, true)).toEqual(['Older →']);
    expect(turning(1, true)).toEqual(['← Newer', 'Older →']);
    expect(turning(MOST_PAGES - 1, true)).toEqual(['← Newer']);
  });
});

describe('every Home', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 200, unit: 'binary' }),
    fc.constantFrom('<', '&', '😀', '\0', 'ы', '*_`~>').map((part) => part.repeat(4000)),
  );
  const number = fc.nat({ max: 2_000_000_000 });
  const moment = fc.nat({ max: 8_000_000_000_000 });
  const slackId = fc.stringMatching(/^U[A-Z0-9]{8,10}$/);
  const requestId = fc.stringMatching(/^[0-9a-z]{26}$/);
  const counts = fc
    .dictionary(fc.constantFrom(...STATES), number)
    .map((some) => new Map(Object.entries(some)) as never);
  const pages = fc.record({
    own: fc.nat({ max: MOST_PAGES - 1 }),
    waiting: fc.nat({ max: MOST_PAGES - 1 }),
    failed: fc.nat({ max: MOST_PAGES - 1 }),
    awaited: fc.nat({ max: MOST_PAGES - 1 }),
    links: fc.nat({ max: MOST_PAGES - 1 }),
  });
  const part = <T>(entry: fc.Arbitrary<T>, list: keyof typeof PAGE_SIZES) =>
    fc.record({
      entries: fc.array(entry, { minLength: PAGE_SIZES[list], maxLength: PAGE_SIZES[list] }),
      more: fc.boolean(),
      count: number,
    });
  const few = fc.array(
    fc
      .record({ namedAs: text, state: fc.constantFrom(...STATES), code: text })
      .map(({ namedAs, state, code }) => notification({ namedAs, state, trouble: { code, sentence: code } })),
    { maxLength: 4 },
  );
  const own = fc.record({
    id: requestId,
    createdAt: moment,
    summary: text,
    leftOut: fc.constant([]),
    counts,
    few,
  }) satisfies fc.Arbitrary<HistoryLine>;
  const attended = fc.record({
    requestId,
    sender: slackId,
    createdAt: moment,
    counts,
    names: fc.array(text, { maxLength: 3 }),
    code: text,
  }) satisfies fc.Arbitrary<Attended>;
  const awaited = fc.record({
    slackId,
    requests: number,
    since: moment,
    senders: fc.array(slackId, { maxLength: 5 }),
    others: fc.boolean(),
  }) satisfies fc.Arbitrary<Awaited>;
  const link = fc.record({ slackId, bitrix24Id: number, madeBy: slackId });
  const everything = fc.record({
    link: fc.oneof(
      fc.record({ kind: fc.constant('linked' as const), bitrix24Id: number, name: text }),
      fc.constant({ kind: 'not linked' as const }),
    ),
    admins: fc.array(slackId, { maxLength: 300 }),
    language: fc.constantFrom(undefined, ...locales),
    own: part(own, 'own'),
    notice: text,
    pages,
    forAdmins: fc.record({
      health: fc.record({
        host: fc.constant('portal.example.com'),
        portal: fc.record({ kind: fc.constant('silent' as const), since: moment, code: text }),
        delivers: fc.constantFrom('this one' as const, 'another' as const),
        waiting: number,
        oldest: moment,
        failing: fc.subarray([...BOT_PARTS]),
      }),
      heaps: fc.record({ waiting: part(attended, 'waiting'), failed: part(attended, 'failed') }),
      awaited: part(awaited, 'awaited'),
      links: part(link, 'links'),
    }),
  });

  it('is one that Slack takes, however much there is to show', () => {
    fc.assert(
      fc.property(everything, fc.constantFrom(...locales), (data, locale) => {
        expectViewTaken(homeView(data, wordsOf(locale)));
      }),
      { numRuns: 100 },
    );
  });

  it('is one that Slack takes with nothing to show at all', () => {
    for (const locale of locales) {
      expectViewTaken(homeView(home(), wordsOf(locale)));
      expectViewTaken(homeView(home({ forAdmins: admins() }), wordsOf(locale)));
      expectViewTaken(notDrawnView(wordsOf(locale)));
    }
  });
});
