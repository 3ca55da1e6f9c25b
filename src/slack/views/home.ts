import type { HomeView, KnownBlock } from '@slack/types';
import { COMMAND, OPEN_FORM, REMOVE_LINK } from '../surfaces.ts';
import { plain } from './fields.ts';

/** Whether somebody is linked to a Bitrix24 account, as far as Slack let it be found out. */
export type Link = { kind: 'linked'; bitrix24Id: number } | { kind: 'not linked' } | { kind: 'not known' };

/** A link that an admin has made. */
export interface MadeLink {
  slackId: string;
  bitrix24Id: number;
  madeBy: string;
}

/**
 * The Home tab: who one is in Bitrix24, how to begin.
 * @param links the newest ones made in Slack, for an admin
 */
export function homeView(link: Link, links?: readonly MadeLink[]): HomeView {
  return {
    type: 'home',
    blocks: [
      { type: 'header', text: plain('Notify colleagues in Bitrix24') },
      { type: 'section', text: { type: 'mrkdwn', text: linkLine(link) } },
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: OPEN_FORM, text: plain('Write to Bitrix24'), style: 'primary' }],
      },
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: `\`${COMMAND} @anna Please approve invoice 12\` sends from anywhere in Slack; \`${COMMAND} help\` shows the rest. On a message: *⋮ More actions → Notify in Bitrix24*.`,
        },
      },
      ...(links ? linkBlocks(links) : []),
    ],
  };
}

function linkBlocks(links: readonly MadeLink[]): KnownBlock[] {
  const none = 'Nobody has been linked here yet. people.yml and equal e-mail addresses need no link.';
  return [
    { type: 'header', text: plain('Links made in Slack') },
    ...(links.length === 0 ? [{ type: 'section' as const, text: plain(none) }] : []),
    ...links.map(({ slackId, bitrix24Id, madeBy }) => ({
      type: 'section' as const,
      text: { type: 'mrkdwn' as const, text: `<@${slackId}> is b24:${bitrix24Id} · linked by <@${madeBy}>` },
      accessory: { type: 'button' as const, action_id: REMOVE_LINK, text: plain('Remove'), value: slackId },
    })),
  ];
}

function linkLine(link: Link): string {
  switch (link.kind) {
    case 'linked':
      return `:white_check_mark: You are linked to your Bitrix24 account (profile number ${link.bitrix24Id}).`;
    case 'not linked':
      return ':warning: You are *not linked* to a Bitrix24 account, so colleagues cannot reach you by name. Ask an admin of this bot to link you. You can send all the same.';
    case 'not known':
      return ':grey_question: Slack did not say who you are, so the bot cannot tell whether you are linked to Bitrix24. Open this page again in a moment.';
  }
}
