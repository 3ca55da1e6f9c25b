import { readFile } from 'node:fs/promises';
import { type Document, isCollection, isMap, isPair, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigurationError, type Problem } from './configuration-error.ts';

/** Somebody in a group of people.yml: a Slack account by ID or e-mail, or a Bitrix24 person. */
export type Member = { slackId: string } | { email: string } | { bitrix24Id: number };

/** people.yml as read: who is who, who may send, and how much. */
export interface PeopleFile {
  matchByEmail: boolean;
  /** Slack member ID → Bitrix24 person. */
  bySlackId: ReadonlyMap<string, number>;
  /** E-mail of the Slack account, in lower case → Bitrix24 person. */
  byEmail: ReadonlyMap<string, number>;
  /** Slack user group ID, or a name in lower case → its members. */
  groups: ReadonlyMap<string, readonly Member[]>;
  admins: ReadonlySet<string>;
  /** Absent: every full member of the workspace may send. */
  allow?: { users: ReadonlySet<string>; usergroups: ReadonlySet<string>; guests: boolean };
  limits: { recipients: number; perMinute: number };
}

const SLACK_ID = /^[UW][A-Z0-9]{2,}$/;
const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

const slackId = z.string({ error: 'must be a Slack member ID, as in U012ABCDEF' }).regex(SLACK_ID, {
  error: 'must be a Slack member ID, as in U012ABCDEF (in the profile: ⋮ → Copy member ID)',
});
const slackAccount = z
  .string({ error: 'must be a Slack member ID or an e-mail address' })
  .refine((value) => SLACK_ID.test(value) || EMAIL.test(value), {
    error: 'must be a Slack member ID, as in U012ABCDEF, or the e-mail address of the Slack account',
  });
const bitrix24Id = z
  .number({ error: 'must be the number of a Bitrix24 person (the number in the address of their profile)' })
  .int({ error: 'must be a whole number' })
  .positive({ error: 'must be 1 or more' });
const count = z.number({ error: 'must be a number' }).int({ error: 'must be a whole number' }).positive();
const yesOrNo = z.boolean({ error: 'must be true or false' });

const schema = z.strictObject({
  match_by_email: yesOrNo.default(true),
  people: z
    .array(z.strictObject({ slack: slackAccount, bitrix24: bitrix24Id }), { error: 'must be a list of people' })
    .default([]),
  groups: z.record(z.string(), z.array(z.union([slackAccount, bitrix24Id]))).default({}),
  admins: z.array(slackId, { error: 'must be a list of Slack member IDs' }).default([]),
  allow: z
    .strictObject({
      users: z.array(slackId).default([]),
      usergroups: z
        .array(z.string().regex(/^S[A-Z0-9]{2,}$/, { error: 'must be the ID of a Slack user group, as in S0614TZR7' }))
        .default([]),
      guests: yesOrNo.default(false),
    })
    .optional(),
  limits: z
    .strictObject({ recipients: count.default(50), per_minute: count.default(30) })
    .default({ recipients: 50, per_minute: 30 }),
});

/**
 * Reads people.yml from disk.
 * @throws ConfigurationError when it is not there, cannot be read, or {@link parsePeopleFile} refuses it
 */
export async function readPeopleFile(path: string): Promise<PeopleFile> {
  let source: string;
  try {
    source = await readFile(path, 'utf8');
  } catch (cause) {
    const absent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new ConfigurationError([
      {
        where: path,
        wrong: absent ? 'is not there.' : 'cannot be read.',
        mend: absent
          ? 'Copy people.example.yml to this path and list who is who, or set PEOPLE_FILE to where it is.'
          : 'Let the user that runs the bot read it.',
      },
    ]);
  }
  return parsePeopleFile(source, path);
}

/**
 * Reads the text of a people.yml.
 * @param path named in the errors, with the line: `people.yml:12`
 * @throws ConfigurationError with every problem, each with its line and field
 */
export function parsePeopleFile(source: string, path: string): PeopleFile {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${path}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      document.errors.map(({ message, pos }) => ({
        where: at(pos[0]),
        wrong: `is not YAML: ${message}.`.replace(/\.\.$/, '.'),
        mend: 'Compare the line with people.example.yml: indentation by spaces, a space after each colon.',
      })),
    );
  }
  const read = schema.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (!read.success) {
    throw new ConfigurationError(
      read.error.issues.map((issue) => {
        const field = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
        return {
          where: at(offsetOf(document, field)),
          wrong: `${fieldName(field)} ${issue.code === 'unrecognized_keys' ? 'is not a field known here' : issue.message}.`,
          mend: 'people.example.yml shows every field.',
        };
      }),
    );
  }
  const problems = doubled(read.data.people, (index) => at(offsetOf(document, ['people', index])));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return asPeopleFile(read.data);
}

function asPeopleFile({ people, groups, admins, allow, limits, match_by_email }: z.output<typeof schema>): PeopleFile {
  const ids = people.filter(({ slack }) => SLACK_ID.test(slack));
  const emails = people.filter(({ slack }) => !SLACK_ID.test(slack));
  return {
    matchByEmail: match_by_email,
    bySlackId: new Map(ids.map(({ slack, bitrix24 }) => [slack, bitrix24])),
    byEmail: new Map(emails.map(({ slack, bitrix24 }) => [slack.toLowerCase(), bitrix24])),
    groups: new Map(
      Object.entries(groups).map(([name, members]) => [
        /^S[A-Z0-9]{2,}$/.test(name) ? name : name.toLowerCase(),
        members.map(asMember),
      ]),
    ),
    admins: new Set(admins),
    ...(allow && {
      allow: { users: new Set(allow.users), usergroups: new Set(allow.usergroups), guests: allow.guests },
    }),
    limits: { recipients: limits.recipients, perMinute: limits.per_minute },
  };
}

function asMember(member: string | number): Member {
  if (typeof member === 'number') return { bitrix24Id: member };
  return SLACK_ID.test(member) ? { slackId: member } : { email: member.toLowerCase() };
}

/** The same Slack account twice: the second entry would silently win or lose. */
function doubled(people: readonly { slack: string }[], where: (index: number) => string): Problem[] {
  const first = new Map<string, number>();
  return people.flatMap(({ slack }, index) => {
    const key = slack.toLowerCase();
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, index);
      return [];
    }
    return [
      {
        where: where(index),
        wrong: `people[${index}].slack names ${slack} a second time (first at ${where(before)}).`,
        mend: 'Keep one of the two entries.',
      },
    ];
  });
}

/** The place of a field in the text; of the nearest thing around it where the field itself is missing. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && String(item.key) === String(last));
      const key: unknown = pair?.key;
      if (hasRange(key)) return key.range[0];
    }
    if (isCollection(parent)) {
      const node: unknown = parent.get(last, true);
      if (hasRange(node)) return node.range[0];
    }
  }
  return document.contents?.range?.[0] ?? 0;
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>(
    (before, part) => (typeof part === 'number' ? `${before}[${part}]` : `${before}${before && '.'}${String(part)}`),
    '',
  );
  return name || 'the file';
}
