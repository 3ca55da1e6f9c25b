import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { parsePeopleFile } from './people-file.ts';

/** Somebody to be listed in people.yml. */
export interface PersonToList {
  slackId: string;
  /** For whoever reads the file. */
  name: string;
  bitrix24: number;
}

/** The entry as it stands below `people:`, without what is before its dash. */
export function personLine({ slackId, name, bitrix24 }: PersonToList): string {
  return `- { slack: ${slackId}, bitrix24: ${bitrix24} } # ${comment(name)}`;
}

/** An admin to be named in people.yml. */
export type AdminToName = Pick<PersonToList, 'slackId' | 'name'>;

/** The lines that name these admins. */
export function adminLines(admins: readonly AdminToName[]): string {
  return `admins:\n${admins.map(({ slackId, name }) => `  - ${slackId} # ${comment(name)}\n`).join('')}`;
}

/** A line break in a comment would begin a line of YAML. */
function comment(name: string): string {
  return name.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
}

/** A people.yml of its own. */
export function newPeopleFile(people: readonly PersonToList[], admins: readonly AdminToName[] = []): string {
  const lines = people.map((person) => `  ${personLine(person)}\n`).join('');
  return `# Who is who: Slack people to Bitrix24 people. people.example.yml shows every field.
# Who is not listed is found by the e-mail address of both accounts.
match_by_email: true

people:
${lines === '' ? '#  - { slack: anna@example.com, bitrix24: 12 }\n' : lines}
# Told in Slack when the bot is in trouble; they link people, and may always send.
${admins.length === 0 ? '#admins: [U012ABCDEF]\n' : adminLines(admins)}`;
}

/**
 * The text of a people.yml with these people below those it lists. No character that is there changes.
 * @returns undefined where it is written in a way that this could not be promised (as JSON, with anchors …)
 */
export function withPeople(source: string, people: readonly PersonToList[]): string | undefined {
  const place = placeFor(source);
  if (place === undefined) return undefined;
  const { at, indent, before } = place;
  const gap = at === 0 || source[at - 1] === '\n' ? '' : '\n';
  const lines = people.map((person) => `${indent}${personLine(person)}\n`).join('');
  const result = `${source.slice(0, at)}${gap}${before}${lines}${source.slice(at)}`;
  return addsExactly(people, [], source, result) ? result : undefined;
}

/**
 * The text of a people.yml that names no admins yet, with these. No character that is there changes.
 * @returns undefined where this could not be promised, or where it names admins
 */
export function withAdmins(source: string, admins: readonly AdminToName[]): string | undefined {
  const gap = source === '' || source.endsWith('\n') ? '' : '\n';
  const result = `${source}${gap}${adminLines(admins)}`;
  return addsExactly([], admins, source, result) ? result : undefined;
}

/** Where the next entry of `people:` goes, and what has to stand before it. */
function placeFor(source: string): { at: number; indent: string; before: string } | undefined {
  const document = parseDocument(source);
  if (document.errors.length > 0) return undefined;
  const { contents } = document;
  const whole = { at: source.length, indent: '  ', before: 'people:\n' };
  if (contents === null) return whole;
  if (!isMap(contents) || contents.flow) return undefined;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === 'people');
  if (pair === undefined) return whole;
  if (isSeq(pair.value) && !pair.value.flow) {
    const first = startOf(pair.value.items[0]);
    const last = endOf(pair.value.items.at(-1));
    if (first === undefined || last === undefined) return undefined;
    const line = source.slice(source.lastIndexOf('\n', first) + 1, first);
    const indent = /^(\s*)-\s+$/.exec(line)?.[1];
    return indent === undefined ? undefined : { at: afterLine(source, last), indent, before: '' };
  }
  const key = endOf(pair.key);
  const isEmpty = pair.value === null || (isScalar(pair.value) && pair.value.value === null && !pair.value.source);
  return isEmpty && key !== undefined ? { at: afterLine(source, key), indent: '  ', before: '' } : undefined;
}

/** The place behind the line in which the last sign before `end` stands. */
function afterLine(source: string, end: number): number {
  const last = source.slice(0, end).trimEnd().length;
  const next = source.indexOf('\n', last);
  return next < 0 ? source.length : next + 1;
}

type Node = { range?: readonly [number, number, number] | null };

const rangeOf = (node: unknown) => (node as Node | undefined)?.range ?? undefined;
const startOf = (node: unknown) => rangeOf(node)?.[0];
const endOf = (node: unknown) => rangeOf(node)?.[1];

/** Proves the result by reading it: all that was said is still said, and besides it only these people and admins. */
function addsExactly(
  people: readonly PersonToList[],
  more: readonly AdminToName[],
  before: string,
  after: string,
): boolean {
  try {
    const old = parsePeopleFile(before, '');
    const bySlackId = new Map([...old.bySlackId, ...people.map((one) => [one.slackId, one.bitrix24] as const)]);
    const admins = new Set([...old.admins, ...more.map(({ slackId }) => slackId)]);
    return sameMeaning({ ...old, bySlackId, admins }, parsePeopleFile(after, ''));
  } catch {
    return false;
  }
}

function sameMeaning(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, plain) === JSON.stringify(other, plain);
}

function plain(_: string, value: unknown): unknown {
  return value instanceof Map || value instanceof Set ? [...value] : value;
}
