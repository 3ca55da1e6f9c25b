import type { KnownBlock } from '@slack/types';
import type { Words } from '../../../language/words.ts';
import { howToMend } from '../../messages/portal-words.ts';
import { escaped } from '../../mrkdwn.ts';
import { heading, line, moment } from './line.ts';

/** What of the bot itself has to work, by the names of the health checks. */
export const BOT_PARTS = ['store', 'store writes', 'store file', 'delivery', 'slack'] as const;
export type BotPart = (typeof BOT_PARTS)[number];

/** How the bot and its portal are, as the health checks and metrics of this copy of the bot know it. */
export interface Health {
  host: string;
  portal:
    | { kind: 'answers'; credentials: 'work' | 'not known' }
    | { kind: 'not asked' }
    | { kind: 'silent'; since: number; code: string }
    | { kind: 'refuses'; code: string };
  /** Who brings notifications to the portal: the only copy of the bot, this one of several, or another. */
  delivers: 'the only one' | 'this one' | 'another';
  /** How many notifications are still to be delivered, and since when the oldest. */
  waiting: number;
  oldest?: number;
  /** What else does not work. The reasons are technical words in English, for the log and `/readyz`. */
  failing: readonly BotPart[];
}

export function healthBlocks(health: Health, words: Words): KnownBlock[] {
  const said = words.home.health;
  const { delivers, waiting, oldest, failing } = health;
  return [
    heading(said.title),
    ...(delivers === 'another' ? [] : [line(portalLine(health, words))]),
    ...(delivers === 'the only one' ? [] : [line(delivers === 'another' ? said.elsewhere : said.here)]),
    line(waiting === 0 || oldest === undefined ? said.nothingWaits : said.waiting(waiting, moment(oldest))),
    ...failing.map((part) => line(`:red_circle: ${said.fails[part]} ${said.whyInLog}`)),
  ];
}

function portalLine({ host, portal }: Health, words: Words): string {
  const said = words.home.health;
  switch (portal.kind) {
    case 'answers':
      return `:large_green_circle: ${portal.credentials === 'work' ? said.answers(host) : said.answersNoWord(host)}`;
    case 'not asked':
      return `:white_circle: ${said.notAsked(host)}`;
    case 'silent':
      return `:red_circle: ${said.silent(host, moment(portal.since), escaped(portal.code))}`;
    case 'refuses':
      return `:red_circle: ${said.refused(host)} ${words.trouble.portalSaid(escaped(portal.code))} ${howToMend(words, portal.code)}`;
  }
}
