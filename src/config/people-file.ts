import { readFile } from 'node:fs/promises';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigurationError, type Problem } from './configuration-error.ts';
import { fieldName, offsetOf } from './yaml-place.ts';

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
  allow?: { users: ReadonlySet<string>; usergroups: ReadonlySet<string> };
  /** Whether guests of the workspace may send as its members may. */
  guests: boolean;
  limits: { recipients: number; perMinute: number };
}

const SLACK_ID = /^[UW][A-Z0-9]{2,}$/;
const USERGROUP_ID = /^S[A-Z0-9]{2,}$/;
const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

const slackId = z.string({ error: 'must be a Slack member ID, as in U012ABCDEF' }).regex(SLACK_ID, {
  error: 'must be a Slack member ID, as in U012ABCDEF (in the profile: ⋮ → Copy member ID)',
});
const slackAccount = z
  .string({ error: 'must be a Slack member ID or an e-mail address' })
  .refine((value) => SLACK_ID.test(value) || EMAIL.test(value), {
    error: 'must be a Slack member ID, as in U012ABCDEF, or the e-mail address of the Slack account',
  });
const usergroupId = z
  .string({ error: 'must be the ID of a Slack user group, as in S0614TZR7' })
  .regex(USERGROUP_ID, { error: 'must be the ID of a Slack user group, as in S0614TZR7' });
const bitrix24Id = z
  .number({ error: 'must be the number of a Bitrix24 person (the number in the address of their profile)' })
  .int({ error: 'must be a whole number' })
  .positive({ error: 'must be 1 or more' });
const member = z.union([slackAccount, bitrix24Id], {
  error: 'must be a Slack member ID, an e-mail address or the number of a Bitrix24 person',
});
const count = z
  .number({ error: 'must be a number' })
  .int({ error: 'must be a whole number' })
  .positive({ error: 'must be 1 or more' });
const yesOrNo = z.boolean({ error: 'must be true or false' });

/** A field that may be left out, or left empty as `groups:` with every entry commented out. */
function optional<T>(schema: z.ZodType<T>, standard: T) {
  return schema.nullish().transform((value) => value ?? standard);
}

const schema = z.strictObject(
  {
    match_by_email: optional(yesOrNo, true),
    people: optional(
      z.array(
        z.strictObject(
          { slack: slackAccount, bitrix24: bitrix24Id },
          { error: 'must be an entry with slack and bitrix24' },
        ),
        { error: 'must be a list of people' },
      ),
      [],
    ),
    groups: optional(
      z.record(z.string(), z.array(member, { error: 'must be a list of people' }), {
        error: 'must be names of groups, each with its list of people',
      }),
      {},
    ),
    admins: optional(z.array(slackId, { error: 'must be a list of Slack member IDs' }), []),
    // Left empty it could mean everybody or nobody: whoever wrote it has to say.
    allow: z
      .strictObject(
        {
          users: z.array(slackId, { error: 'must be a list of Slack member IDs' }).nullish(),
          usergroups: z.array(usergroupId, { error: 'must be a list of IDs of Slack user groups' }).nullish(),
          guests: optional(yesOrNo, false),
        },
        { error: 'must hold users, usergroups or guests; to let every member send, remove it' },
      )
      .optional(),
    limits: optional(
      z.strictObject(
        { recipients: optional(count, 50), per_minute: optional(count, 30) },
        { error: 'must hold recipients or per_minute' },
      ),
      { recipients: 50, per_minute: 30 },
    ),
  },
  { error: 'must be made of fields such as people: and admins:' },
);

/**
 * Reads people.yml from disk.
 * @throws ConfigurationError when it is not there, cannot be read, or {@link parsePeopleFile} refuses it
 */
export async function readPeopleFile(path: string): Promise<PeopleFile> {
  try {
    return parsePeopleFile(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError([unreadable(path, error)]);
  }
}

function unreadable(path: string, error: unknown): Problem {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'ENOENT':
      return {
        where: path,
        wrong: 'is not there.',
        mend: 'Copy people.example.yml to this path and list who is who, or set PEOPLE_FILE to where it is.',
      };
    case 'EISDIR':
      return {
        where: path,
        wrong: 'is a folder.',
        mend: 'Put a file like people.example.yml in its place, or set PEOPLE_FILE to where it is. (Docker makes such a folder when the file to mount is missing.)',
      };
    default:
      return { where: path, wrong: 'cannot be read.', mend: 'Let the user that runs the bot read it.' };
  }
}

/**
 * Reads the text of a people.yml.
 * @param path named in the errors, with the line: `people.yml:12`
 * @throws ConfigurationError with every problem, each with its line and field
 */
export function parsePeopleFile(source: string, path: string): PeopleFile {
  if (source.includes('\0')) {
    const mend = 'Save it as UTF-8.';
    throw new ConfigurationError([{ where: path, wrong: 'is not text in UTF-8.', mend }]);
  }
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const problems = problemsIn(document);
  if (problems.length > 0) {
    throw new ConfigurationError(
      problems
        .sort((one, other) => one.offset - other.offset)
        .map(({ offset, wrong, mend }) => ({ where: `${path}:${lines.linePos(offset).line}`, wrong, mend })),
    );
  }
  return asPeopleFile(schema.parse(plainData(document)));
}

/** A problem at a place in the text. */
type Found = Omit<Problem, 'where'> & { offset: number };

const SHOWN = 'people.example.yml shows every field.';

function problemsIn(document: Document.Parsed): Found[] {
  if (document.errors.length > 0) {
    return document.errors.map(({ code, message, pos }) => ({
      offset: pos[0],
      wrong: code === 'MULTIPLE_DOCS' ? 'begins a second document.' : `is not YAML: ${message}.`,
      mend:
        code === 'MULTIPLE_DOCS'
          ? 'Remove the line ---.'
          : 'Compare the line with people.example.yml: indentation by spaces, a space after each colon.',
    }));
  }
  let value: unknown;
  try {
    value = plainData(document);
  } catch (error) {
    // An alias that stands for nothing, or aliases of aliases that would fill the memory.
    const wrong = `cannot be read: ${error instanceof Error ? error.message : error}.`;
    return [{ offset: 0, wrong, mend: 'Write the entries out instead of &name and *name.' }];
  }
  const read = schema.safeParse(value);
  if (read.success) return doubled(read.data, (path) => offsetOf(document, path));
  return read.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => problemAt(document, [...issue.path, key], 'is not a field known here'))
      : problemAt(document, issue.path, issue.message),
  );
}

function problemAt(document: Document.Parsed, field: readonly PropertyKey[], wrong: string): Found {
  return { offset: offsetOf(document, field), wrong: `${fieldName(field)} ${wrong}.`, mend: SHOWN };
}

/** What the document says, as plain data. An empty file says nothing. @throws ReferenceError for aliases */
function plainData(document: Document.Parsed): unknown {
  return document.toJS({ maxAliasCount: 100 }) ?? {};
}

function asPeopleFile({ people, groups, admins, allow, limits, match_by_email }: z.output<typeof schema>): PeopleFile {
  const ids = people.filter(({ slack }) => SLACK_ID.test(slack));
  const emails = people.filter(({ slack }) => !SLACK_ID.test(slack));
  return {
    matchByEmail: match_by_email,
    bySlackId: new Map(ids.map(({ slack, bitrix24 }) => [slack, bitrix24])),
    byEmail: new Map(emails.map(({ slack, bitrix24 }) => [slack.toLowerCase(), bitrix24])),
    groups: new Map(Object.entries(groups).map(([name, members]) => [groupKey(name), members.map(asMember)])),
    admins: new Set(admins),
    ...((allow?.users || allow?.usergroups) && {
      allow: { users: new Set(allow.users), usergroups: new Set(allow.usergroups) },
    }),
    guests: allow?.guests ?? false,
    limits: { recipients: limits.recipients, perMinute: limits.per_minute },
  };
}

function asMember(member: string | number): Member {
  if (typeof member === 'number') return { bitrix24Id: member };
  return SLACK_ID.test(member) ? { slackId: member } : { email: member.toLowerCase() };
}

function groupKey(name: string): string {
  return USERGROUP_ID.test(name) ? name : name.toLowerCase();
}

/** The same Slack account or group twice: the second entry would silently win or lose. */
function doubled(
  { people, groups }: Pick<z.output<typeof schema>, 'people' | 'groups'>,
  offset: (path: readonly PropertyKey[]) => number,
): Found[] {
  const accounts = people.map(({ slack }, index) => ({
    key: slack.toLowerCase(),
    name: slack,
    path: ['people', index],
  }));
  const names = Object.keys(groups).map((name) => ({ key: groupKey(name), name, path: ['groups', name] }));
  return [accounts, names].flatMap((entries) => {
    const seen = new Set<string>();
    return entries
      .filter(({ key }) => seen.size === seen.add(key).size)
      .map(({ name, path }) => ({
        offset: offset(path),
        wrong: `${fieldName(path)} names ${name} a second time.`,
        mend: 'Keep one of the two entries.',
      }));
  });
}
