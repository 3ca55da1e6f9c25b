import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { parsePeopleFile, readPeopleFile } from '../../src/config/people-file.ts';

const parsed = (source: string) => parsePeopleFile(source, 'people.yml');

/** What is wrong with a people.yml, a line for each: `3: people[0].bitrix24 must be …`. */
function wrongWith(source: string): string[] {
  try {
    parsed(source);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ where, wrong }) => `${where.replace('people.yml:', '')}: ${wrong}`);
  }
  return [];
}

const EMPTY = {
  matchByEmail: true,
  bySlackId: new Map(),
  byEmail: new Map(),
  groups: new Map(),
  admins: new Set(),
  guests: false,
  limits: { recipients: 50, perMinute: 30 },
};

const anna = (line = '') => `people:\n  - slack: U012ABCDEF\n    bitrix24: 10\n${line}`;

describe('people.yml', () => {
  it('says who is who, in groups too, who may send and how much', () => {
    const people = parsed(`
match_by_email: false
people:
  - slack: U012ABCDEF
    bitrix24: 10
  - slack: W0ENTERPRISE
    bitrix24: 11
  - slack: Anna@Example.com
    bitrix24: 12
groups:
  S0614TZR7: [10, 12]
  Sales: [anna@example.com, 15, U012ABCDEF]
admins: [U012ABCDEF]
allow:
  users: [U012ABCDEF]
  usergroups: [S0614TZR7]
  guests: true
limits:
  recipients: 5
  per_minute: 3
`);
    expect(people).toEqual({
      matchByEmail: false,
      bySlackId: new Map([
        ['U012ABCDEF', 10],
        ['W0ENTERPRISE', 11],
      ]),
      byEmail: new Map([['anna@example.com', 12]]),
      groups: new Map<string, unknown>([
        ['s0614tzr7', [{ bitrix24Id: 10 }, { bitrix24Id: 12 }]],
        ['sales', [{ email: 'anna@example.com' }, { bitrix24Id: 15 }, { slackId: 'U012ABCDEF' }]],
      ]),
      admins: new Set(['U012ABCDEF']),
      allow: { users: new Set(['U012ABCDEF']), usergroups: new Set(['S0614TZR7']) },
      guests: true,
      limits: { recipients: 5, perMinute: 3 },
    });
  });

  it.each([
    ['nothing', ''],
    ['a comment', '# nobody yet\n'],
    ['empty fields', 'people:\ngroups:\nadmins:\nlimits:\nmatch_by_email:\n'],
    ['an empty object', '{}'],
  ])('may hold %s: then everything has its default', (_, source) => {
    expect(parsed(source)).toEqual(EMPTY);
  });

  it('may be JSON, begin with a byte order mark, and have the line ends of Windows', () => {
    const plain = parsed(anna());
    expect(plain.bySlackId).toEqual(new Map([['U012ABCDEF', 10]]));
    expect(parsed('{"people": [{"slack": "U012ABCDEF", "bitrix24": 10}]}')).toEqual(plain);
    expect(parsed(`\uFEFF${anna()}`)).toEqual(plain);
    expect(parsed(anna().replaceAll('\n', '\r\n'))).toEqual(plain);
  });

  it('lets everybody send, and guests with them, where allow holds nothing but guests', () => {
    const people = parsed('allow:\n  guests: true\n');
    expect(people.guests).toBe(true);
    expect(people.allow).toBeUndefined();
  });

  it('takes every ID that a command takes, however short', () => {
    const { bySlackId, admins, allow } = parsed(
      'people: [{ slack: U1, bitrix24: 1 }]\nadmins: [W1]\nallow: { usergroups: [S1] }',
    );
    expect([[...bySlackId], [...admins], [...(allow?.usergroups ?? [])]]).toEqual([[['U1', 1]], ['W1'], ['S1']]);
  });

  it('lets only admins send where a list of allow is empty', () => {
    expect(parsed('allow:\n  users: []\n').allow).toEqual({ users: new Set(), usergroups: new Set() });
  });

  it.each([
    ['a person without a number', 'people:\n  - slack: U012ABCDEF\n', '2: people[0].bitrix24 must be the number'],
    ['a person without an account', 'people:\n  - bitrix24: 1\n', '2: people[0].slack must be a Slack member ID or'],
    ['a number in quotes', 'people:\n  - slack: U01\n    bitrix24: "10"\n', '3: people[0].bitrix24 must be the number'],
    ['half a number', 'people:\n  - slack: U012\n    bitrix24: 1.5\n', '3: people[0].bitrix24 must be a whole number.'],
    ['person 0', 'people:\n  - slack: U012\n    bitrix24: 0\n', '3: people[0].bitrix24 must be 1 or more.'],
    [
      'a name as an account',
      'people:\n  - slack: anna\n    bitrix24: 1\n',
      '2: people[0].slack must be a Slack member ID,',
    ],
    ['an ID in small letters', 'people:\n  - slack: u012abc\n    bitrix24: 1\n', '2: people[0].slack must be'],
    ['an unknown field', anna('    name: Anna\n'), '4: people[0].name is not a field known here.'],
    ['an unknown section', anna('peeple: []\n'), '4: peeple is not a field known here.'],
    ['a person who is no entry', 'people:\n  - U012ABCDEF\n', '2: people[0] must be an entry with slack and bitrix24.'],
    ['people who are no list', 'people: 5\n', '1: people must be a list of people.'],
    ['a group that is no list', 'groups:\n  sales: 10\n', '2: groups.sales must be a list of people.'],
    ['groups without names', 'groups: [10]\n', '1: groups must be names of groups'],
    [
      'an empty member',
      'groups:\n  sales:\n    - 1\n    -\n',
      '4: groups.sales[1] must be a Slack member ID, an e-mail',
    ],
    ['a nickname in a group', 'groups:\n  sales: [anna]\n', '2: groups.sales[0] must be a Slack member ID,'],
    ['an admin by e-mail', 'admins: [anna@example.com]\n', '1: admins[0] must be a Slack member ID,'],
    ['admins who are no list', 'admins: U012ABCDEF\n', '1: admins must be a list of Slack member IDs.'],
    ['an empty allow', `${anna()}allow:\n`, '4: allow must hold users, usergroups or guests; to let every member send'],
    ['a user group by its handle', 'allow:\n  usergroups: [sales]\n', '2: allow.usergroups[0] must be the ID'],
    ['yes for true', 'match_by_email: yes\n', '1: match_by_email must be true or false.'],
    ['no for false', 'allow:\n  guests: no\n', '2: allow.guests must be true or false.'],
    ['a limit of none', 'limits:\n  recipients: 0\n', '2: limits.recipients must be 1 or more.'],
    ['a limit in words', 'limits:\n  per_minute: many\n', '2: limits.per_minute must be a number.'],
    ['limits that are one number', 'limits: 5\n', '1: limits must hold recipients or per_minute.'],
    ['a list instead of fields', '- slack: U012\n', '1: the file must be made of fields'],
    ['a text instead of fields', '\n\nhello\n', '3: the file must be made of fields'],
    ['a tab', 'people:\n\t- slack: U012\n', '2: is not YAML: Tabs are not allowed as indentation.'],
    ['no space after a colon', 'people:\n  - slack:U012\n    bitrix24: 1\n', '2: is not YAML: '],
    ['a list that does not end', 'admins: [U012\n', '2: is not YAML: '],
    ['a section twice', 'people: []\nadmins: []\npeople: []\n', '3: is not YAML: Map keys must be unique.'],
    ['a second document', 'people: []\n---\nadmins: []\n', '2: begins a second document.'],
    ['an alias of nothing', 'people: *nobody\n', '1: cannot be read: Unresolved alias'],
    ['UTF-16', Buffer.from('people: []\n', 'utf16le').toString('utf8'), 'people.yml: is not text in UTF-8.'],
  ])('names the line and the field of %s', (_, source, wrong) => {
    expect(wrongWith(source)).toEqual([expect.stringContaining(wrong)]);
  });

  it('counts the lines of Windows as its editors do', () => {
    expect(wrongWith('people:\r\n  - slack: U012ABCDEF\r\n    bitrix24: x\r\n')).toEqual([
      expect.stringMatching(/^3: /),
    ]);
  });

  it('says everything that is wrong at once, from top to bottom', () => {
    const source = 'people:\n  - slack: x\n    bitrix24: y\n    a: 1\n    b: 2\nlimits: 1\nmatch_by_email: yes\n';
    expect(wrongWith(source).map((line) => line.split(':')[0])).toEqual(['2', '3', '4', '5', '6', '7']);
  });

  it('refuses the same account twice, however it is written', () => {
    const twice =
      'people:\n  - { slack: U012, bitrix24: 1 }\n  - { slack: U013, bitrix24: 1 }\n  - { slack: U012, bitrix24: 2 }\n';
    expect(wrongWith(twice)).toEqual(['4: people[2] names U012 a second time.']);
    const emails = 'people:\n  - { slack: a@example.com, bitrix24: 1 }\n  - { slack: A@Example.com, bitrix24: 1 }\n';
    expect(wrongWith(emails)).toEqual(['3: people[1] names A@Example.com a second time.']);
  });

  it('refuses the same group twice', () => {
    expect(wrongWith('groups:\n  sales: [1]\n  Sales: [2]\n')).toEqual(['3: groups.Sales names Sales a second time.']);
  });

  it('is not blown up by aliases of aliases', () => {
    const levels = [...'bcdefghij'].map((name, index) => {
      const before = 'abcdefghi'[index];
      return `${name}: &${name} [${Array(10).fill(`*${before}`).join(',')}]`;
    });
    const bomb = `a: &a [1,2,3]\n${levels.join('\n')}\npeople: *j\n`;
    expect(wrongWith(bomb)).toEqual([expect.stringContaining('cannot be read: Excessive alias count')]);
  });
});

describe('the file people.yml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'b24notify-people-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const problemOf = async (path: string) => {
    const error: unknown = await readPeopleFile(path).catch((reason: unknown) => reason);
    return error instanceof ConfigurationError ? error.problems : error;
  };

  it('is read from disk', async () => {
    const path = join(folder, 'people.yml');
    writeFileSync(path, anna());
    expect((await readPeopleFile(path)).bySlackId.get('U012ABCDEF')).toBe(10);
  });

  it('that is missing says what to copy', async () => {
    expect(await problemOf('/nowhere/people.yml')).toEqual([
      {
        where: '/nowhere/people.yml',
        wrong: 'is not there.',
        mend: expect.stringContaining('Copy people.example.yml'),
        fault: { kind: 'absent' },
      },
    ]);
  });

  it('that is a folder says so, as Docker makes one', async () => {
    const path = join(folder, 'folder.yml');
    mkdirSync(path);
    expect(await problemOf(path)).toEqual([expect.objectContaining({ wrong: 'is a folder.' })]);
  });

  it('that cannot be reached says whose right may be missing', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, '');
    expect(await problemOf(join(path, 'people.yml'))).toEqual([
      expect.objectContaining({ wrong: 'cannot be read.', mend: expect.stringContaining('user that runs the bot') }),
    ]);
  });

  it('says its path and line when it is wrong', async () => {
    const path = join(folder, 'wrong.yml');
    writeFileSync(path, 'admins: 5\n');
    expect(await problemOf(path)).toEqual([expect.objectContaining({ where: `${path}:1` })]);
  });
});

describe('people.example.yml', () => {
  const example = readFileSync('people.example.yml', 'utf8');

  it('can be copied as it is: two people, everybody may send', () => {
    expect(parsed(example)).toEqual({
      ...EMPTY,
      bySlackId: new Map([['U012ABCDEF', 10]]),
      byEmail: new Map([['anna@example.com', 12]]),
    });
  });

  it('shows every field, and the defaults of those that have one', () => {
    const whole = example.replace(/^#(?=[a-z]| {2})/gm, '');
    expect(parsed(whole)).toEqual({
      ...parsed(example),
      groups: new Map<string, unknown>([
        ['s0614tzr7', [{ bitrix24Id: 10 }, { bitrix24Id: 12 }]],
        ['sales', [{ email: 'anna@example.com' }, { slackId: 'U012ABCDEF' }, { bitrix24Id: 15 }]],
      ]),
      admins: new Set(['U012ABCDEF']),
      allow: { users: new Set(['U012ABCDEF']), usergroups: new Set(['S0614TZR7']) },
    });
  });
});
