import type { KnownBlock } from '@slack/types';

/** A message as Slack takes it: `text` for notifications and screen readers, blocks for the eye. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

export type Button = { text: string; action: string; value: string; style?: 'primary' | 'danger' };

/** Longest text of a section block. */
const LONGEST_SECTION = 3000;

/** A message of one text, with buttons below it. The text is mrkdwn. */
export function message(text: string, buttons: readonly Button[] = []): Message {
  const section = text.length > LONGEST_SECTION ? `${text.slice(0, LONGEST_SECTION - 1)}…` : text;
  return {
    text,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: section } },
      ...(buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons.map(button) }] : []),
    ],
  };
}

function button({ text, action, value, style }: Button) {
  return {
    type: 'button' as const,
    text: { type: 'plain_text' as const, text },
    action_id: action,
    value,
    ...(style && { style }),
  };
}
