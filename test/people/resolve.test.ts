import { describe, expect, it } from 'vitest';
import { linkedPerson, resolve } from '../../src/people/resolve.ts';
import { account, peopleYml, silentSlack, slackWith, who } from './company.ts';

const people = peopleYml(`
people:
  - { slack: U0IVAN, bitrix24: 10 }
  - { slack: anna@example.com, bitrix24: 12 }
  - { slack: U0BOTH, bitrix24: 20 }
  - { slack: both@example.com, bitrix24: 21 }
`);
const slack = () =>
  slackWith(
    account('U0IVAN', { email: 'ivan@example.com' }),
    account('U0ANNA', { email: 'anna@example.com' }),
    account('U0BOTH', { email: 'both@example.com' }),
    account('U0SAM', { email: 'sam@example.com' }),
    account('U0NOMAIL'),
  );

describe('finding the Bitrix24 people behind recipients', () => {
  it('takes an entry by ID without asking Slack', async () => {
    const asked = slack();
    expect(await resolve([{ kind: 'slack', id: 'U0IVAN' }], who(people, asked))).toEqual({
      found: [{ bitrix24Id: 10, slackId: 'U0IVAN', namedAs: '<@U0IVAN>' }],
      leftOut: [],
    });
    expect(asked.asked).toEqual([]);
  });

  it('takes an entry by the e-mail of the account', async () => {
    expect(await resolve([{ kind: 'slack', id: 'U0ANNA' }], who(people, slack()))).toEqual({
      found: [{ bitrix24Id: 12, slackId: 'U0ANNA', namedAs: '<@U0ANNA>' }],
      leftOut: [],
    });
  });

  it('lets an entry by ID go before one by e-mail', async () => {
    const { found } = await resolve([{ kind: 'slack', id: 'U0BOTH' }], who(people, slack()));
    expect(found.map(({ bitrix24Id }) => bitrix24Id)).toEqual([20]);
  });

  it.each(['anna@example.com', 'ANNA@Example.com'])('takes the address %s from the list', async (email) => {
    expect(await resolve([{ kind: 'email', email }], who(people, slack()))).toEqual({
      found: [{ bitrix24Id: 12, namedAs: email }],
      leftOut: [],
    });
  });

  it('takes the address of an account that is listed by ID', async () => {
    expect(await resolve([{ kind: 'email', email: 'ivan@example.com' }], who(people, slack()))).toEqual({
      found: [{ bitrix24Id: 10, slackId: 'U0IVAN', namedAs: 'ivan@example.com' }],
      leftOut: [],
    });
  });

  it('takes b24:ID as it is', async () => {
    expect(await resolve([{ kind: 'bitrix24', id: 99 }], who(people, silentSlack))).toEqual({
      found: [{ bitrix24Id: 99, namedAs: 'b24:99' }],
      leftOut: [],
    });
  });

  it('names whom it cannot find, and finds the others', async () => {
    const { found, leftOut } = await resolve(
      [
        { kind: 'slack', id: 'U0SAM' },
        { kind: 'slack', id: 'U0NOMAIL' },
        { kind: 'slack', id: 'U0NOBODY' },
        { kind: 'email', email: 'sam@example.com' },
        { kind: 'email', email: 'nobody@example.com' },
        { kind: 'group', id: 'S0SALES' },
        { kind: 'slack', id: 'U0IVAN' },
      ],
      who(people, slack()),
    );
    expect(found.map(({ bitrix24Id }) => bitrix24Id)).toEqual([10]);
    expect(leftOut).toEqual([
      { namedAs: '<@U0SAM>', why: 'not listed', linkable: 'U0SAM' },
      { namedAs: '<@U0NOMAIL>', why: 'not listed', linkable: 'U0NOMAIL' },
      { namedAs: '<@U0NOBODY>', why: 'not listed' },
      { namedAs: 'sam@example.com', why: 'not listed', linkable: 'U0SAM' },
      { namedAs: 'nobody@example.com', why: 'not listed' },
      { namedAs: '<!subteam^S0SALES>', why: 'no such group' },
    ]);
  });

  it('takes the group of people.yml with the ID of a user group, and one that is named in capitals', async () => {
    const listed = peopleYml('groups: { S0614TZR7: [10, 12], SALES: [15] }');
    const { found, leftOut } = await resolve(
      [
        { kind: 'group', id: 'S0614TZR7' },
        { kind: 'group', id: 'sales' },
      ],
      who(listed, slack()),
    );
    expect([found.map(({ bitrix24Id }) => bitrix24Id), leftOut]).toEqual([[10, 12, 15], []]);
  });

  it('tells a silent Slack from a person who is not listed', async () => {
    const { found, leftOut } = await resolve(
      [
        { kind: 'slack', id: 'U0ANNA' },
        { kind: 'email', email: 'ivan@example.com' },
        { kind: 'slack', id: 'U0IVAN' },
      ],
      who(people, silentSlack),
    );
    expect(found.map(({ bitrix24Id }) => bitrix24Id)).toEqual([10]);
    expect(leftOut.map(({ why }) => why)).toEqual(['slack silent', 'slack silent']);
  });

  it('offers no link for bots and for people who left, and needs no word of Slack for one named by ID', async () => {
    const accounts = slackWith(
      account('U0BOT', { standing: 'bot' }),
      account('U0GONE', { standing: 'deactivated', email: 'gone@example.com' }),
    );
    const bots = [{ kind: 'slack', id: 'U0BOT' } as const, { kind: 'email', email: 'gone@example.com' } as const];
    const { leftOut } = await resolve(bots, who(people, accounts));
    expect(leftOut.map(({ why, linkable }) => [why, linkable])).toEqual([
      ['not listed', undefined],
      ['not listed', undefined],
    ]);
    const byId = peopleYml('{ match_by_email: false }');
    const silent = await resolve([{ kind: 'slack', id: 'U0SAM' }], who(byId, silentSlack));
    expect(silent.leftOut).toEqual([{ namedAs: '<@U0SAM>', why: 'not listed', linkable: 'U0SAM' }]);
  });

  it('does not need Slack where people.yml could not use its answer', async () => {
    const byId = peopleYml('{ match_by_email: false, people: [{ slack: U0IVAN, bitrix24: 10 }] }');
    const notListed = { found: [], leftOut: [expect.objectContaining({ why: 'not listed' })] };
    expect(await resolve([{ kind: 'slack', id: 'U0SAM' }], who(byId, silentSlack))).toEqual(notListed);
  });

  it('takes the portal at its word for the address of a full member only, and after people.yml', async () => {
    const portal = { 'sam@example.com': 30, 'anna@example.com': 31, 'gus@example.com': 32 };
    const accounts = slackWith(
      account('U0SAM', { email: 'sam@example.com' }),
      account('U0ANNA', { email: 'anna@example.com' }),
      account('U0GUS', { email: 'gus@example.com', standing: 'guest' }),
    );
    const recipients = ['U0SAM', 'U0ANNA', 'U0GUS'].map((id) => ({ kind: 'slack' as const, id }));
    const { found, leftOut } = await resolve(recipients, who(people, accounts, portal));
    expect(found.map(({ bitrix24Id }) => bitrix24Id)).toEqual([30, 12]);
    expect(leftOut).toEqual([{ namedAs: '<@U0GUS>', why: 'not listed', linkable: 'U0GUS' }]);
  });

  it('takes a link made in Slack after people.yml and before the address', async () => {
    const links = { U0SAM: 40, U0ANNA: 41, U0IVAN: 42, U0NOMAIL: 43 };
    const known = who(people, slack(), { 'sam@example.com': 30 }, links);
    const recipients = ['U0SAM', 'U0ANNA', 'U0IVAN', 'U0NOMAIL'].map((id) => ({ kind: 'slack' as const, id }));
    const { found } = await resolve([...recipients, { kind: 'email', email: 'Sam@example.com' }], known);
    expect(found.map(({ bitrix24Id }) => bitrix24Id)).toEqual([40, 12, 10, 43]);
  });

  it('finds each person once, by the first name given, in the order of naming', async () => {
    const { found } = await resolve(
      [
        { kind: 'email', email: 'anna@example.com' },
        { kind: 'bitrix24', id: 10 },
        { kind: 'slack', id: 'U0ANNA' },
        { kind: 'slack', id: 'U0IVAN' },
        { kind: 'email', email: 'ANNA@example.com' },
      ],
      who(people, slack()),
    );
    expect(found.map(({ bitrix24Id, namedAs }) => [bitrix24Id, namedAs.toLowerCase()])).toEqual([
      [12, 'anna@example.com'],
      [10, 'b24:10'],
    ]);
  });

  it('names somebody left out once, however often they were named', async () => {
    const sam = { kind: 'slack', id: 'U0SAM' } as const;
    const { leftOut } = await resolve([sam, { ...sam, label: 'sam' }], who(people, slack()));
    expect(leftOut).toHaveLength(1);
  });
});

describe('the person behind a mention', () => {
  it('is the one of people.yml, by ID or by e-mail', async () => {
    expect(await linkedPerson('U0IVAN', who(people, slack()))).toBe(10);
    expect(await linkedPerson('U0ANNA', who(people, slack()))).toBe(12);
  });

  it('is nobody where none is listed, or Slack does not answer', async () => {
    expect(await linkedPerson('U0SAM', who(people, slack()))).toBeUndefined();
    expect(await linkedPerson('U0ANNA', who(people, silentSlack))).toBeUndefined();
  });
});
