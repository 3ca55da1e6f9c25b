import type { Recipient } from './recipient.ts';

/** Somebody of the workspace, by everything they may be called. */
export interface Colleague {
  slackId: string;
  /** The name of the account, without @. */
  handle: string;
  displayName: string;
  realName: string;
  email?: string;
}

/** What a name that was typed, and that Slack made no mention of, may stand for. */
export interface KnownNames {
  /** Names of groups of people.yml, in lower case. */
  groups: ReadonlySet<string>;
  /** E-mail addresses of people.yml, in lower case; people are called by the part before the @ too. */
  addresses: readonly string[];
  colleagues: readonly Colleague[];
}

/** `length`: characters that the name takes at the beginning of the text, with its @. */
export type LiteralName =
  | { kind: 'one'; recipient: Recipient; length: number }
  | { kind: 'several'; candidates: readonly Candidate[]; length: number }
  | { kind: 'nobody' };

export interface Candidate {
  recipient: Recipient;
  /** As a person tells them from the others. */
  name: string;
}

/** More words than this no name has. */
const MOST_WORDS = 4;

/**
 * Finds whom a text that begins with `@name` means, where Slack made no mention of it (typed on a phone, or pasted). The
 * longest run of words that is a whole name wins; then one that is a first or last name.
 */
export function readLiteralName(text: string, names: KnownNames): LiteralName {
  const runs = runsOfWords(text);
  for (const run of runs) {
    if (names.groups.has(run.words)) {
      return { kind: 'one', recipient: { kind: 'group', id: run.words }, length: run.length };
    }
    const whole = meant(run, names, (name, wanted) => name === wanted);
    if (whole.kind !== 'nobody') return whole;
  }
  const first = runs.at(-1);
  if (first === undefined) return { kind: 'nobody' };
  return meant(first, { ...names, addresses: [] }, (name, wanted) => name.split(/[\s.-]+/).includes(wanted));
}

interface Run {
  words: string;
  length: number;
}

/** "@Anna Lee, lunch" as "anna lee" and "anna", the longest first. */
function runsOfWords(text: string): Run[] {
  const runs: Run[] = [];
  let length = 1;
  for (let count = 0; count < MOST_WORDS; count++) {
    const word = /^ ?([^\s@,;:<>]+)/.exec(text.slice(length));
    if (!word || (count === 0) === word[0].startsWith(' ')) break;
    length += word[0].length;
    const run = text.slice(1, length).replace(/[.!?…)]+$/, '');
    runs.unshift({ words: comparable(run), length: run.length + 1 });
  }
  return runs.filter(({ words }) => words !== '');
}

function meant(
  { words, length }: Run,
  { addresses, colleagues }: KnownNames,
  is: (name: string, wanted: string) => boolean,
): LiteralName {
  const candidates: Candidate[] = colleagues
    .filter(({ handle, displayName, realName }) =>
      [handle, displayName, realName].some((name) => is(comparable(name), words)),
    )
    .map((person) => ({ recipient: { kind: 'slack', id: person.slackId }, name: nameOf(person) }));
  const met = new Set(colleagues.map(({ email }) => email));
  for (const email of addresses) {
    // An address of somebody who is in the workspace is theirs: they are not two.
    if (!met.has(email) && is(email.slice(0, email.indexOf('@')), words)) {
      candidates.push({ recipient: { kind: 'email', email }, name: email });
    }
  }
  const [one, ...others] = candidates;
  if (one === undefined) return { kind: 'nobody' };
  return others.length === 0
    ? { kind: 'one', recipient: one.recipient, length }
    : { kind: 'several', candidates, length };
}

function nameOf({ realName, displayName, handle }: Colleague): string {
  const name = realName || displayName || handle;
  return `${name} (@${displayName && displayName !== name ? displayName : handle})`;
}

/** Names are compared without regard to case, accents and the dots of ё. */
function comparable(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/(?<=[\p{Script=Latin}еЕ])\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .trim();
}
