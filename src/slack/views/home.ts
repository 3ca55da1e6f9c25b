import type { HomeView } from '@slack/types';
import { COMMAND, OPEN_FORM } from '../surfaces.ts';
import { plain } from './fields.ts';

/** The Home tab: who one is in Bitrix24, how to begin. @param bitrix24Id the person's number there, if linked */
export function homeView(bitrix24Id: number | undefined): HomeView {
  const link =
    bitrix24Id === undefined
      ? ':warning: You are *not linked* to a Bitrix24 account, so colleagues cannot reach you by name. Ask whoever runs this bot to add you to people.yml. You can send all the same.'
      : `:white_check_mark: You are linked to person *${bitrix24Id}* in Bitrix24.`;
  return {
    type: 'home',
    blocks: [
      { type: 'header', text: plain('Notify colleagues in Bitrix24') },
      { type: 'section', text: { type: 'mrkdwn', text: link } },
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
    ],
  };
}
