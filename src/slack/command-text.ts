import type { Recipient } from '../people/recipient.ts';

/** Longest `--tag`: the portal keeps 255 characters of a tag, and the bot adds the recipient. */
export const LONGEST_TAG = 100;

/** Something in a command that can't be understood; what the sender reads about it is written in `messages/`. */
export type Unclear =
  | { kind: 'no recipient'; found: string }
  | { kind: 'no mention'; name: string }
  | { kind: 'everybody'; name: string }
  | { kind: 'channel' }
  | { kind: 'bad number'; written: string }
  | { kind: 'unknown option'; option: string }
  | { kind: 'no tag name' }
  | { kind: 'tag too long' }
  | { kind: 'no text' };

/** What could be read of `RECIPIENT… [--tag NAME] TEXT`; `text` is mrkdwn as Slack escapes it. */
export interface Typed {
  recipients: Recipient[];
  tag?: string;
  text: string;
}

export type CommandText =
  | { kind: 'form' }
  | { kind: 'help' }
  | { kind: 'history' }
  | { kind: 'undo' }
  | { kind: 'send'; typed: Typed }
  | { kind: 'unclear'; unclear: Unclear; typed: Typed };

const SUB_COMMANDS = { help: 'help', history: 'history', undo: 'undo' } as const;

/**
 * Reads the text of the slash command, escaped by Slack (`should_escape: true`). Nothing typed is ever lost: what is not
 * understood stays in `typed.text`.
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function readCommandText(text: string): CommandText {
  const whole = text.trim();
  if (whole === '') return { kind: 'form' };
  const word = whole.toLowerCase();
  if (isSubCommand(word)) return { kind: SUB_COMMANDS[word] };

  const typed: Typed = { recipients: [], text: '' };
  let rest = whole;
  const unclear = (about: Unclear): CommandText => ({
    kind: 'unclear',
    unclear: about,
    typed: { ...typed, text: rest },
  });
  for (;;) {
    const next = readRecipient(rest) ?? readTag(rest);
    if (next === undefined) break;
    if ('unclear' in next) return unclear(next.unclear);
    if ('recipient' in next) typed.recipients.push(next.recipient);
    else typed.tag = next.tag;
    rest = rest.slice(next.length).replace(/^[\s,;]+/, '');
  }
  const odd = oddStart(rest);
  if (odd) return unclear(odd);
  if (typed.recipients.length === 0) return unclear({ kind: 'no recipient', found: firstWord(rest) });
  // "@anna: please…" is how people write to somebody; the colon belongs to the name.
  typed.text = rest.replace(/^:\s+/, '');
  return typed.text === '' ? { kind: 'unclear', unclear: { kind: 'no text' }, typed } : { kind: 'send', typed };
}

type Piece = ({ length: number } & ({ recipient: Recipient } | { tag: string })) | { unclear: Unclear };

const USER = /^<@([UW][A-Z0-9]+)(?:\|([^>]*))?>/;
const GROUP = /^<!subteam\^(S[A-Z0-9]+)(?:\|([^>]*))?>/;
const MAILTO = /^<mailto:([^|>\s]+)(?:\|[^>]*)?>/;
const EMAIL = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]*[^\s@,;<>.:!?]/;
const NUMBER = /^b24:(\d{1,15})(?![^\s,;:])/i;
/** Phones turn two hyphens into a dash as one types. */
const TAG = /^(?:--|—|–)tag(?:[=\s]\s*|$)/i;

/** The recipient at the beginning of a text, with the length it takes there. */
export function readRecipient(rest: string): { length: number; recipient: Recipient } | undefined {
  const user = USER.exec(rest);
  if (user?.[1]) return { length: user[0].length, recipient: { kind: 'slack', id: user[1], ...label(user[2]) } };
  const group = GROUP.exec(rest);
  if (group?.[1]) return { length: group[0].length, recipient: { kind: 'group', id: group[1], ...label(group[2]) } };
  const mail = MAILTO.exec(rest);
  if (mail?.[1]) return { length: mail[0].length, recipient: { kind: 'email', email: mail[1].toLowerCase() } };
  const email = EMAIL.exec(rest);
  if (email) return { length: email[0].length, recipient: { kind: 'email', email: email[0].toLowerCase() } };
  const number = NUMBER.exec(rest);
  if (Number(number?.[1]) > 0)
    return { length: number?.[0].length ?? 0, recipient: { kind: 'bitrix24', id: Number(number?.[1]) } };
  return undefined;
}

function readTag(rest: string): Piece | undefined {
  const option = TAG.exec(rest);
  if (!option) return undefined;
  const value = /^(?:"([^"]*)"|“([^”]*)”|(\S+))/.exec(rest.slice(option[0].length));
  const tag = unescaped(value?.[1] ?? value?.[2] ?? value?.[3] ?? '').trim();
  if (!value || tag === '') return { unclear: { kind: 'no tag name' } };
  if (tag.length > LONGEST_TAG) return { unclear: { kind: 'tag too long' } };
  return { length: option[0].length + value[0].length, tag };
}

/** A beginning of the text that was surely meant as something else. */
function oddStart(rest: string): Unclear | undefined {
  const everybody = /^<!(here|channel|everyone)(?:\|[^>]*)?>/.exec(rest);
  if (everybody?.[1]) return { kind: 'everybody', name: `@${everybody[1]}` };
  if (/^<#/.test(rest)) return { kind: 'channel' };
  if (/^@[^\s@]/.test(rest)) return { kind: 'no mention', name: firstWord(rest) };
  if (/^b24:/i.test(rest)) return { kind: 'bad number', written: firstWord(rest) };
  const option = /^(?:--|—|–)([\p{L}][\p{L}\d-]*)/u.exec(rest);
  return option ? { kind: 'unknown option', option: `--${option[1]}` } : undefined;
}

function firstWord(rest: string): string {
  return /^[^\s,;]*/.exec(rest)?.[0] ?? '';
}

function label(written: string | undefined): { label?: string } {
  return written ? { label: unescaped(written) } : {};
}

function unescaped(mrkdwn: string): string {
  return mrkdwn.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function isSubCommand(word: string): word is keyof typeof SUB_COMMANDS {
  return Object.hasOwn(SUB_COMMANDS, word);
}
