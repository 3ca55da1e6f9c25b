import type { HomeView, KnownBlock, StaticSelect } from '@slack/types';
import { type Locale, locales, wordsOf } from '../../../language/catalogues.ts';
import type { Words } from '../../../language/words.ts';
import type { Attended, Heap } from '../../../outbox/attention.ts';
import type { HistoryLine } from '../../../outbox/outbox.ts';
import type { Awaited } from '../../../outbox/waiting.ts';
import { escaped } from '../../mrkdwn.ts';
import { COMMAND, HOME_LANGUAGE, OPEN_FORM } from '../../surfaces.ts';
import { plain } from '../fields.ts';
import { awaitedBlocks } from './awaited.ts';
import { type Health, healthBlocks } from './health.ts';
import { heapBlocks } from './heap.ts';
import { button, heading, line } from './line.ts';
import { linkBlocks, type MadeLink } from './links.ts';
import { ownBlocks } from './own.ts';
import type { Pages, Part } from './pages.ts';

/** Whether somebody is linked to a Bitrix24 account, as far as it could be found out. */
export type Link =
  | { kind: 'linked'; bitrix24Id: number; name?: string }
  | { kind: 'not linked' }
  | { kind: 'not known' };

/** What only admins see. */
export interface ForAdmins {
  health: Health;
  heaps: Readonly<Record<Heap, Part<Attended> & { count: number }>>;
  awaited: Part<Awaited> & { count: number };
  links: Part<MadeLink> & { count: number };
}

export interface HomeData {
  link: Link;
  /** Whom to ask for a link. */
  admins: readonly string[];
  /** The language they chose; undefined: as in Slack. */
  language: Locale | undefined;
  own: Part<HistoryLine>;
  forAdmins?: ForAdmins;
  pages: Pages;
  /** What came of the last click, in mrkdwn. */
  notice?: string;
}

const LONGEST_NOTICE = 2500;
/** Admins named to somebody who is not linked. */
const MOST_ADMINS = 5;
/** A language that is none, in the menu. */
export const AS_IN_SLACK = 'slack';

/** The Home tab: who one is in Bitrix24, how to begin, what one has sent; for admins also what they look after. */
export function homeView(data: HomeData, words: Words): HomeView {
  const { home } = words;
  const { notice, forAdmins, pages, own } = data;
  return {
    type: 'home',
    // The pages stand in the view, so that a click after a restart, or on another copy of the bot, goes on from there.
    private_metadata: JSON.stringify(pages),
    blocks: [
      heading(home.title),
      ...(notice === undefined || notice.trim() === ''
        ? []
        : [line(notice, undefined, LONGEST_NOTICE), { type: 'divider' as const }]),
      line(linkLine(data, words)),
      {
        type: 'actions',
        // A menu keeps what was picked in it under the same name: the name changes with what is in force.
        block_id: `language_${data.language ?? AS_IN_SLACK}`,
        elements: [
          button(home.compose, OPEN_FORM, undefined, { style: 'primary' }),
          languageMenu(data.language, words),
        ],
      },
      line(home.howTo(COMMAND)),
      ...ownBlocks(own, pages, words),
      ...(forAdmins ? adminBlocks(forAdmins, pages, words) : []),
    ],
  };
}

/** In place of the Home, while the store does not answer. */
export function notDrawnView({ home }: Words): HomeView {
  return {
    type: 'home',
    blocks: [
      heading(home.title),
      line(`:warning: ${home.notDrawn}`),
      { type: 'actions', elements: [button(home.compose, OPEN_FORM, undefined, { style: 'primary' })] },
    ],
  };
}

function adminBlocks({ health, heaps, awaited, links }: ForAdmins, pages: Pages, words: Words): KnownBlock[] {
  return [
    { type: 'divider' },
    ...healthBlocks(health, words),
    ...(heaps.waiting.count > 0 ? heapBlocks('waiting', heaps.waiting, pages, words) : []),
    ...heapBlocks('failed', heaps.failed, pages, words),
    ...awaitedBlocks(awaited, pages, words),
    ...linkBlocks(links, pages, words),
  ];
}

function linkLine({ link, admins }: HomeData, { home }: Words): string {
  switch (link.kind) {
    case 'linked':
      return `:white_check_mark: ${home.linked(link.name ? `*${escaped(link.name)}*` : '', link.bitrix24Id)}`;
    case 'not linked': {
      const whom = admins.slice(0, MOST_ADMINS).map((id) => `<@${id}>`);
      const ask = whom.length > 0 ? home.askToBeLinked(whom) : home.askOperatorToBeLinked;
      return `:warning: ${home.notLinked} ${ask}`;
    }
    case 'not known':
      return `:grey_question: ${home.notKnown}`;
  }
}

function languageMenu(chosen: Locale | undefined, { home }: Words): StaticSelect {
  const asInSlack = { text: plain(home.asInSlack), value: AS_IN_SLACK };
  const options = locales.map((locale) => ({ text: plain(wordsOf(locale).name), value: locale }));
  return {
    type: 'static_select',
    action_id: HOME_LANGUAGE,
    placeholder: plain(home.language),
    options: [asInSlack, ...options],
    initial_option: options.find(({ value }) => value === chosen) ?? asInSlack,
  };
}
