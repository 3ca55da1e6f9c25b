import { type Candidate, type KnownNames, readLiteralName } from '../people/literal-names.ts';
import type { Recipient } from '../people/recipient.ts';

/** Longest `--tag`: the portal keeps 255 characters of a tag, and the bot adds the recipient. */
export const LONGEST_TAG = 100;

/**
 * Something in a command that can't be understood; what the sender reads about it is written in `messages/`. Words that
 * were typed are as Slack escaped them.
 */
export type Unclear =
  | { kind: 'no recipient'; found: string }
  | { kind: 'no mention'; name: string }
  /** `at`: where the name stands in the text, blanks around it cut off; `length`: characters it takes there. */
  | { kind: 'several people'; name: string; candidates: readonly Candidate[]; at: number; length: number }
  | { kind: 'everybody'; name: string }
  | { kind: 'channel' }
  | { kind: 'bad number'; written: string }
  | { kind: 'unknown option'; option: string }
  | { kind: 'no tag name' }
  | { kind: 'open quote' }
  | { kind: 'second tag' }
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
 * @param names what `@name` may stand for where Slack made no mention of it
 * @see https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function readCommandText(text: string, names: KnownNames = NO_NAMES): CommandText {
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
    const next = readRecipient(rest) ?? readTag(rest) ?? readName(rest, names, whole.length - rest.length);
    if (next === undefined) break;
    if ('unclear' in next) return unclear(next.unclear);
    if ('recipient' in next) typed.recipients.push(next.recipient);
    else if (typed.tag !== undefined) return unclear({ kind: 'second tag' });
    else typed.tag = next.tag;
    // "@anna: please…" is how people write to somebody; the colon belongs to the name.
    rest = rest.slice(next.length).replace(/^(?:[\s,;]|:(?=\s|$))+/, '');
  }
  const odd = oddStart(rest, typed.recipients.length > 0);
  if (odd) return unclear(odd);
  if (typed.recipients.length === 0) return unclear({ kind: 'no recipient', found: firstWord(rest) });
  if (rest === '') return unclear({ kind: 'no text' });
  return { kind: 'send', typed: { ...typed, text: rest } };
}

type Piece = ({ length: number } & ({ recipient: Recipient } | { tag: string })) | { unclear: Unclear };

const USER = /^<@([UW][A-Z0-9]+)(?:\|([^>]*))?>/;
const GROUP = /^<!subteam\^(S[A-Z0-9]+)(?:\|([^>]*))?>/;
const MAILTO = /^<mailto:([^|>\s]+)(?:\|[^>]*)?>/;
const EMAIL = /^[^\s@,;<>]+@[^\s@,;<>]+/;
const NUMBER = /^b24:(\d{1,15})(?![^\s,;:])/i;
/** Phones turn two hyphens into a dash as one types, and straight quotes into curly ones. */
const TAG = /^(?:--|—|–)tag(?:[=\s]\s*|(?=["“”„«])|$)/i;
const QUOTED = /^["“”„«]([^"“”»]*)["“”»]/;

/** The recipient at the beginning of a text, with the length it takes there. */
export function readRecipient(rest: string): { length: number; recipient: Recipient } | undefined {
  const user = USER.exec(rest);
  if (user?.[1]) return { length: user[0].length, recipient: { kind: 'slack', id: user[1], ...label(user[2]) } };
  const group = GROUP.exec(rest);
  if (group?.[1]) return { length: group[0].length, recipient: { kind: 'group', id: group[1], ...label(group[2]) } };
  const mail = MAILTO.exec(rest);
  if (mail?.[1]) return { length: mail[0].length, recipient: { kind: 'email', email: mail[1].toLowerCase() } };
  const email = EMAIL.exec(rest)?.[0].replace(/[.:!?]+$/, '');
  if (email && /@.*\../.test(email))
    return { length: email.length, recipient: { kind: 'email', email: email.toLowerCase() } };
  const number = NUMBER.exec(rest);
  if (Number(number?.[1]) > 0)
    return { length: number?.[0].length ?? 0, recipient: { kind: 'bitrix24', id: Number(number?.[1]) } };
  return undefined;
}

function readTag(rest: string): Piece | undefined {
  const option = TAG.exec(rest);
  if (!option) return undefined;
  const after = rest.slice(option[0].length);
  const quoted = QUOTED.exec(after);
  if (!quoted && /^["“”„«]/.test(after)) return { unclear: { kind: 'open quote' } };
  const written = quoted?.[0] ?? /^\S*/.exec(after)?.[0] ?? '';
  // "--tag @anna Deploy finished": the name was forgotten, and a recipient is none.
  if (!quoted && readRecipient(after)) return { unclear: { kind: 'no tag name' } };
  const tag = unescaped(unlinked(quoted?.[1] ?? written)).trim();
  if (tag === '') return { unclear: { kind: 'no tag name' } };
  if (tag.length > LONGEST_TAG) return { unclear: { kind: 'tag too long' } };
  return { length: option[0].length + written.length, tag };
}

const NO_NAMES: KnownNames = { groups: new Set(), addresses: [], colleagues: [] };

/** `@anna` as plain characters. */
function readName(rest: string, names: KnownNames, at: number): Piece | undefined {
  if (!rest.startsWith('@')) return undefined;
  const name = readLiteralName(rest, names);
  switch (name.kind) {
    case 'nobody':
      return undefined;
    case 'one':
      return name;
    case 'several': {
      const { candidates, length } = name;
      return { unclear: { kind: 'several people', name: rest.slice(0, length), candidates, at, length } };
    }
  }
}

/** A tag like `release.io` is a link to Slack; it was typed as its label. */
function unlinked(written: string): string {
  return written.replaceAll(/<(?![@#!])([^|>]*)(?:\|([^>]*))?>/g, (_, target: string, label = target) => label);
}

/** A beginning of the text that was surely meant as something else. */
function oddStart(rest: string, hasRecipient: boolean): Unclear | undefined {
  const everybody = /^<!(here|channel|everyone)(?:\|[^>]*)?>/.exec(rest);
  if (everybody?.[1]) return { kind: 'everybody', name: `@${everybody[1]}` };
  // After somebody was named it is how the text begins: "#incident-12 needs you".
  if (/^<#/.test(rest) && !hasRecipient) return { kind: 'channel' };
  if (/^@[^\s@]/.test(rest)) return { kind: 'no mention', name: firstWord(rest) };
  if (/^b24:/i.test(rest)) return { kind: 'bad number', written: firstWord(rest) };
  const option = /^(?:--|—|–)([\p{L}][\p{L}\d-]*)/u.exec(rest);
  return option ? { kind: 'unknown option', option: `--${option[1]}` } : undefined;
}

/** As Slack escaped it; a link or a mention is one word. */
function firstWord(rest: string): string {
  return /^(?:<[^<>]*>|[^\s,;])*/.exec(rest)?.[0] ?? '';
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
