import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document } from '../../src/text/document.ts';
import { BREAK } from '../../src/text/harmless.ts';
import type { Names } from '../../src/text/names.ts';
import { parseMessage } from '../../src/text/parse/message.ts';
import { parseMrkdwn } from '../../src/text/parse/mrkdwn.ts';

/**
 * The corpus: one file for each case, with what Slack sends, what Bitrix24 is to get and what a plain reader sees, one
 * below the other. Signs that nobody could see are written visibly: `¦` for the break that makes a sequence harmless,
 * `⍽` for a no-break space.
 */
export type Case = {
  readonly name: string;
  readonly title: string;
  readonly input: unknown;
  readonly bitrix24: string;
  readonly plain: string;
};

const folder = join(import.meta.dirname, 'corpus');

export function corpus(): Case[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => caseOf(name.replaceAll('\\', '/'), readFileSync(join(folder, name), 'utf8')));
}

function caseOf(name: string, file: string): Case {
  const [, title, input, bitrix24, plain] =
    /^(.+)\n\n=== slack\n(.*)\n\n=== bitrix24\n(.*)\n\n=== plain\n(.*)\n$/s.exec(file) ?? [];
  if (title === undefined || input === undefined || bitrix24 === undefined || plain === undefined) {
    throw new Error(`${name} is not of the corpus's form: title, === slack, === bitrix24, === plain`);
  }
  const parsed: unknown = JSON.parse(input);
  return { name: name.replace(/\.txt$/, ''), title, input: parsed, bitrix24, plain };
}

/** A rendered text as the corpus writes it. */
export const shown = (rendered: string): string => rendered.replaceAll(BREAK, '¦').replaceAll('\u00a0', '⍽');

/** What a case stands for: the text of a command, or a message. */
export function documentOfCase(input: unknown): Document {
  if (typeof input === 'object' && input !== null && 'command' in input && 'text' in input) {
    return parseMrkdwn(String(input.text));
  }
  return parseMessage(input);
}

/** Who is who in the corpus. */
export const names: Names = {
  people: new Map([
    ['U012ANNA', { name: 'Anna Ivanova', bitrix24Id: 10 }],
    ['U012TRICK', { name: '[b]Trick[/b] [/USER]', bitrix24Id: 11 }],
    ['U012BOB', { name: 'Bob Smith' }],
  ]),
  groups: new Map([['S012SALES', 'sales']]),
  channels: new Map([['C012GENERAL', 'general']]),
};
