import type { Button, KnownBlock } from '@slack/types';
import { shortened } from '../../mrkdwn.ts';
import { plain } from '../fields.ts';

/** A section holds 3,000 characters; a page of a hundred lines is kept well below the 250 KB that a whole one may have. */
const LONGEST_LINE = 700;
/** A header holds 150. */
const LONGEST_HEADER = 150;

/** A line of the Home, in mrkdwn. */
export function line(text: string, button?: Button, longest: number = LONGEST_LINE): KnownBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: shortened(text, longest) },
    ...(button && { accessory: button }),
  };
}

export function heading(text: string): KnownBlock {
  return { type: 'header', text: plain(shortened(text, LONGEST_HEADER)) };
}

/** A small line in grey. */
export function remark(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: shortened(text, LONGEST_LINE) }] };
}

export function button(text: string, action: string, value?: string, more: Partial<Button> = {}): Button {
  return { type: 'button', action_id: action, text: plain(text), ...(value !== undefined && { value }), ...more };
}

/** A question before something that cannot be taken back. */
export function question(words: { title: string; text: string; yes: string; no: string }): Pick<Button, 'confirm'> {
  return {
    confirm: {
      title: plain(words.title),
      text: plain(words.text),
      confirm: plain(words.yes),
      deny: plain(words.no),
      style: 'danger',
    },
  };
}

/** A moment as everybody reads it in their own time zone. */
export function moment(at: number): string {
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time}|${new Date(at).toISOString()}>`;
}
