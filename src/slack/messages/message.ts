import type { KnownBlock } from '@slack/types';
import { beginning, shortened } from '../mrkdwn.ts';

/** A message as Slack takes it: `text` for notifications and screen readers, blocks for the eye. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

export type Button = { text: string; action: string; value: string; style?: 'primary' | 'danger' };

/** Longest text of a section block. */
const LONGEST_SECTION = 3000;
/** A message holds 50 blocks; so much text is more than anybody reads. */
const MOST_SECTIONS = 12;

/** A message of one text, with buttons and a footnote below it. Texts are mrkdwn; a long one goes on in further sections. */
export function message(text: string, buttons: readonly Button[] = [], footnote?: string): Message {
  const sections = inSections(text);
  return {
    text: sections[0] ?? '',
    blocks: [
      ...sections.map((section) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text: section } })),
      ...(buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons.map(button) }] : []),
      ...(footnote === undefined
        ? []
        : [{ type: 'context' as const, elements: [{ type: 'mrkdwn' as const, text: footnote }] }]),
    ],
  };
}

function inSections(text: string): string[] {
  const sections: string[] = [];
  let rest = text;
  while (rest.length > LONGEST_SECTION && sections.length < MOST_SECTIONS - 1) {
    const section = beginning(rest, LONGEST_SECTION);
    sections.push(section);
    rest = rest.slice(section.length).replace(/^[ \n]/, '');
  }
  return [...sections, shortened(rest, LONGEST_SECTION)].filter((section) => section.trim() !== '');
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
