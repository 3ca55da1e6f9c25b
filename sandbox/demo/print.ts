import { styleText } from 'node:util';
import type { BellItem } from '../bitrix24/portal.ts';
import type { SeenMessage } from '../slack/workspace.ts';

const WIDTH = 92;

export function title(words: string): void {
  print(`\n${styleText('bold', words)}\n${styleText('dim', '─'.repeat(WIDTH))}`);
}

export function doing(who: string, what: string): void {
  print(`${styleText('cyan', who)} ${what}`);
}

/** What a person in Slack sees, as text. @param people whose names Slack shows in place of their IDs */
export function showSlack(who: string, { text, buttons }: SeenMessage, people: Iterable<Named>): void {
  const row = buttons.map((button) => `[ ${button.text} ]`).join(' ');
  const shown = asShown(text, people);
  box(`${who} sees in Slack`, row === '' ? [shown] : [shown, row]);
}

interface Named {
  id: string;
  realName: string;
}

/** Mentions by name, and the three characters that Slack escapes as they are (docs: formatting message text). */
function asShown(text: string, people: Iterable<Named>): string {
  const names = new Map([...people].map(({ id, realName }) => [id, realName]));
  return text
    .replace(/<@(\w+)>/g, (mention, id: string) => (names.has(id) ? `@${names.get(id)}` : mention))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** What rings in Bitrix24: the text as a reader sees it, the BB code behind it, the attached blocks. */
export function showBell(who: string, { text, message, attach }: BellItem): void {
  box(`${who}'s bell in Bitrix24`, [text]);
  box('  the same as BB code', [message], 'dim');
  if (attach)
    box(
      '  attached',
      attach.BLOCKS.map((block) => JSON.stringify(block)),
      'dim',
    );
}

function box(heading: string, lines: readonly string[], style: 'dim' | 'reset' = 'reset'): void {
  print(styleText('green', `  ${heading}`));
  for (const line of lines.join('\n').split('\n')) print(styleText(style, `    ${line}`));
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
