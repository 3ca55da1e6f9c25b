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

/** What a person in Slack sees, as text. */
export function showSlack(who: string, { text, buttons }: SeenMessage): void {
  const row = buttons.map((button) => `[ ${button.text} ]`).join(' ');
  box(`${who} sees in Slack`, row === '' ? [text] : [text, row]);
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
