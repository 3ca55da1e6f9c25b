import { type VariableName, variables } from '../../config/variables.ts';

/** What `setup` asks for, in the order in which it is asked. */
export const QUESTIONS = [
  'PUBLIC_URL',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'BITRIX24_WEBHOOK_URL',
  'BITRIX24_DOMAIN',
  'BITRIX24_CLIENT_ID',
  'BITRIX24_CLIENT_SECRET',
  'BITRIX24_ACCESS_TOKEN',
  'BITRIX24_REFRESH_TOKEN',
] as const satisfies readonly VariableName[];

export type Question = (typeof QUESTIONS)[number];
export type Answers = Partial<Record<Question, string>>;

/** `SLACK_BOT_TOKEN` → `--slack-bot-token`. */
export function optionOf(question: Question): string {
  return `--${question.toLowerCase().replaceAll('_', '-')}`;
}

/** An answer as it goes into `.env`, or a sentence on what is wrong with it that repeats nothing of it. */
export type Reading = { value: string } | { wrong: string; mend: string };

/**
 * Reads what was typed or pasted: with blanks or quotes around it, as a whole line of `.env`, as an address with an
 * example call on it.
 */
export function readAnswer(question: Question, typed: string): Reading {
  const { schema, mend } = variables[question];
  const value = unquoted(typed.trim().replace(new RegExp(`^(?:export\\s+)?${question}\\s*=\\s*`), ''));
  if (value === '') return { wrong: 'is empty.', mend };
  const other = mixedUp(question, value);
  if (other !== undefined) return { wrong: `is ${other}.`, mend };
  const read = schema.safeParse(value);
  if (!read.success) return { wrong: read.error.issues[0]?.message ?? 'is wrong.', mend };
  return { value: asWritten(question, value, read.data) };
}

/** None of the answers may have quotes of its own at both ends. */
function unquoted(value: string): string {
  return /^(["'`])(.*)\1$/.exec(value)?.[2]?.trim() ?? value;
}

function asWritten(question: Question, value: string, read: unknown): string {
  if (!(read instanceof URL)) return value;
  if (question === 'BITRIX24_DOMAIN') return read.protocol === 'https:' ? read.host : read.origin;
  return read.href;
}

/** What can be told from its look, and where it belongs. */
const KINDS: readonly { looks: RegExp; is: string; goesTo?: Question }[] = [
  { looks: /^xoxb-/, is: 'the Bot User OAuth Token', goesTo: 'SLACK_BOT_TOKEN' },
  { looks: /^xapp-/, is: 'the app-level token', goesTo: 'SLACK_APP_TOKEN' },
  { looks: /^xoxp-/, is: "the token of a person (xoxp-), not the bot's" },
  { looks: /^xoxe[.-]/, is: 'a token that expires: turn token rotation off, which the manifest does not ask for' },
  { looks: /^https:\/\/hooks\.slack\.com\//, is: 'an incoming webhook of Slack, which is not needed' },
  { looks: /^https?:\/\/[^/]+\/rest\/\d+\/[\w-]+/, is: 'the webhook of Bitrix24', goesTo: 'BITRIX24_WEBHOOK_URL' },
  { looks: /^local\.[\w.]+$/, is: 'the client_id of the application', goesTo: 'BITRIX24_CLIENT_ID' },
];

function mixedUp(question: Question, value: string): string | undefined {
  const kind = KINDS.find(({ looks }) => looks.test(value));
  if (kind === undefined || kind.goesTo === question) return undefined;
  return kind.goesTo === undefined ? kind.is : `${kind.is}, which goes to ${kind.goesTo}`;
}
