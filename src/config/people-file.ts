import { readFile } from 'node:fs/promises';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { wordsOf } from '../language/catalogues.ts';
import { ConfigurationError, type Problem } from './configuration-error.ts';
import { type FieldFault, type PeopleFault, sayFault } from './people-fault.ts';
import { offsetOf } from './yaml-place.ts';

/** Somebody in a group of people.yml: a Slack account by ID or e-mail, or a Bitrix24 person. */
export type Member = { slackId: string } | { email: string } | { bitrix24Id: number };

/** people.yml as read: who is who, who may send, and how much. */
export interface PeopleFile {
  matchByEmail: boolean;
  /** Slack member ID → Bitrix24 person. */
  bySlackId: ReadonlyMap<string, number>;
  /** E-mail of the Slack account, in lower case → Bitrix24 person. */
  byEmail: ReadonlyMap<string, number>;
  /** Slack user group ID or a name, either in lower case → its members. */
  groups: ReadonlyMap<string, readonly Member[]>;
  admins: ReadonlySet<string>;
  /** Absent: every full member of the workspace may send. */
  allow?: { users: ReadonlySet<string>; usergroups: ReadonlySet<string> };
  /** Whether guests of the workspace may send as its members may. */
  guests: boolean;
  limits: { recipients: number; perMinute: number };
}

const SLACK_ID = /^[UW][A-Z0-9]+$/;
const USERGROUP_ID = /^S[A-Z0-9]+$/;
const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

/** A schema says what it misses as a fault that can be told in any language. */
const missing = (fault: FieldFault) => ({ error: fault });

const slackId = z.string(missing('slack id')).regex(SLACK_ID, missing('slack id'));
const slackAccount = z
  .string(missing('account missing'))
  .refine((value) => SLACK_ID.test(value) || EMAIL.test(value), missing('account'));
const usergroupId = z.string(missing('usergroup')).regex(USERGROUP_ID, missing('usergroup'));
const bitrix24Id = z.number(missing('bitrix24')).int(missing('whole')).positive(missing('positive'));
const member = z.union([slackAccount, bitrix24Id], missing('member'));
const count = z.number(missing('number')).int(missing('whole')).positive(missing('positive'));
const yesOrNo = z.boolean(missing('true or false'));

/** A field that may be left out, or left empty as `groups:` with every entry commented out. */
function optional<T>(schema: z.ZodType<T>, standard: T) {
  return schema.nullish().transform((value) => value ?? standard);
}

const schema = z.strictObject(
  {
    match_by_email: optional(yesOrNo, true),
    people: optional(
      z.array(z.strictObject({ slack: slackAccount, bitrix24: bitrix24Id }, missing('entry')), missing('people')),
      [],
    ),
    groups: optional(z.record(z.string(), z.array(member, missing('people')), missing('groups')), {}),
    admins: optional(z.array(slackId, missing('slack ids')), []),
    // Left empty it could mean everybody or nobody: whoever wrote it has to say.
    allow: z
      .strictObject(
        {
          users: z.array(slackId, missing('slack ids')).nullish(),
          usergroups: z.array(usergroupId, missing('usergroups')).nullish(),
          guests: optional(yesOrNo, false),
        },
        missing('allow'),
      )
      .optional(),
    limits: optional(
      z.strictObject({ recipients: optional(count, 50), per_minute: optional(count, 30) }, missing('limits')),
      { recipients: 50, per_minute: 30 },
    ),
  },
  missing('fields'),
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
      return problem(path, { kind: 'absent' });
    case 'EISDIR':
      return problem(path, { kind: 'folder' });
    default:
      return problem(path, { kind: 'no right' });
  }
}

/** A fault at a place, told in English, as everything on the command line is. */
function problem(where: string, fault: PeopleFault): Problem {
  return { where, ...sayFault(wordsOf('en'), fault), fault };
}

/**
 * Reads the text of a people.yml.
 * @param path named in the errors, with the line: `people.yml:12`
 * @throws ConfigurationError with every problem, each with its line and field
 */
export function parsePeopleFile(source: string, path: string): PeopleFile {
  if (source.includes('\0')) throw new ConfigurationError([problem(path, { kind: 'not text' })]);
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const problems = problemsIn(document);
  if (problems.length > 0) {
    throw new ConfigurationError(
      problems
        .sort((one, other) => one.offset - other.offset)
        .map(({ offset, fault }) => problem(`${path}:${lines.linePos(offset).line}`, fault)),
    );
  }
  return asPeopleFile(schema.parse(plainData(document)));
}

/** A fault at a place in the text. */
interface Found {
  offset: number;
  fault: PeopleFault;
}

function problemsIn(document: Document.Parsed): Found[] {
  if (document.errors.length > 0) {
    return document.errors.map(({ code, message, pos }) => ({
      offset: pos[0],
      fault: code === 'MULTIPLE_DOCS' ? { kind: 'second document' } : { kind: 'not YAML', said: message },
    }));
  }
  let value: unknown;
  try {
    value = plainData(document);
  } catch (error) {
    // An alias that stands for nothing, or aliases of aliases that would fill the memory.
    return [{ offset: 0, fault: { kind: 'aliases', said: error instanceof Error ? error.message : String(error) } }];
  }
  const read = schema.safeParse(value);
  if (read.success) return doubled(read.data, (path) => offsetOf(document, path));
  return read.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => faultAt(document, [...issue.path, key], 'unknown'))
      : faultAt(document, issue.path, faultOf(issue.message)),
  );
}

function faultAt(document: Document.Parsed, path: readonly PropertyKey[], wrong: FieldFault): Found {
  return { offset: offsetOf(document, path), fault: { kind: 'field', path, wrong } };
}

/** What {@link missing} wrote. */
function faultOf(message: string): FieldFault {
  return isFault(message) ? message : 'fields';
}

function isFault(message: string): message is FieldFault {
  return Object.hasOwn(wordsOf('en').peopleFile.field, message);
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
    groups: new Map(Object.entries(groups).map(([name, members]) => [name.toLowerCase(), members.map(asMember)])),
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
  const names = Object.keys(groups).map((name) => ({ key: name.toLowerCase(), name, path: ['groups', name] }));
  return [accounts, names].flatMap((entries) => {
    const seen = new Set<string>();
    return entries
      .filter(({ key }) => seen.size === seen.add(key).size)
      .map(({ name, path }): Found => ({ offset: offset(path), fault: { kind: 'twice', path, name } }));
  });
}
