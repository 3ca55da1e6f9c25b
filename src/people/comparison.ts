import type { PeopleFile } from '../config/people-file.ts';

/** Somebody of Slack, for comparing. */
export interface SlackSide {
  slackId: string;
  realName: string;
  email?: string;
  standing: 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated';
}

/** Somebody of the portal, for comparing. */
export interface PortalSide {
  id: number;
  name: string;
  active: boolean;
  email?: string;
}

/** Something in people.yml that will not reach anybody, or reaches somebody twice. */
export interface Finding {
  slack?: string;
  bitrix24?: number;
  /** The field it stands in; absent: people. */
  field?: string;
  wrong: string;
}

/** What is wrong with the people of people.yml. Without `slack`, only the portal's side is looked at. */
export function checkPeople(file: PeopleFile, portal: readonly PortalSide[], slack?: readonly SlackSide[]): Finding[] {
  const persons = new Map(portal.map((person) => [person.id, person]));
  const accounts = new Map(slack?.flatMap((one) => [[one.slackId, one] as const, [one.email ?? '', one] as const]));
  const wrongPerson = (id: number) => personTrouble(persons.get(id));
  const wrongAccount = (named: string) => (slack ? accountTrouble(accounts.get(named)) : undefined);

  const entries = [...file.bySlackId, ...file.byEmail];
  const byPerson = Map.groupBy(entries, ([, id]) => id);
  const ofEntries = entries.flatMap(([named, id]): Finding[] => {
    const others = (byPerson.get(id) ?? []).map(([other]) => other).filter((other) => other !== named);
    const doubled = others.length > 0 ? `the same Bitrix24 person as ${others.join(', ')}` : undefined;
    return [wrongPerson(id), wrongAccount(named), doubled].flatMap((wrong) =>
      wrong === undefined ? [] : [{ slack: named, bitrix24: id, wrong }],
    );
  });
  const ofMembers = [...file.groups].flatMap(([group, members]) =>
    members.flatMap((member): Finding[] => {
      const field = `groups.${group}`;
      if ('bitrix24Id' in member) {
        const wrong = wrongPerson(member.bitrix24Id);
        return wrong === undefined ? [] : [{ bitrix24: member.bitrix24Id, field, wrong }];
      }
      const slack = 'slackId' in member ? member.slackId : member.email;
      const wrong = wrongAccount(slack);
      return wrong === undefined ? [] : [{ slack, field, wrong }];
    }),
  );
  const listed = [
    ['admins', file.admins],
    ['allow.users', file.allow?.users ?? []],
  ] as const;
  const ofLists = listed.flatMap(([field, ids]) =>
    [...ids].flatMap((named): Finding[] => {
      const wrong = wrongAccount(named);
      return wrong === undefined ? [] : [{ slack: named, field, wrong }];
    }),
  );
  return [...ofEntries, ...ofMembers, ...ofLists];
}

function personTrouble(person: PortalSide | undefined): string | undefined {
  if (person === undefined) return 'Bitrix24 has nobody with this number';
  return person.active ? undefined : `${person.name} has left Bitrix24`;
}

function accountTrouble(account: SlackSide | undefined): string | undefined {
  if (account === undefined) return 'Slack has no such account';
  if (account.standing === 'deactivated') return 'the Slack account is deactivated';
  return account.standing === 'bot' ? 'the Slack account is a bot' : undefined;
}

/** A line that could stand in people.yml. */
export interface Suggestion {
  slackId: string;
  name: string;
  bitrix24: number;
}

/** Who is not listed and has the same address on both sides; an address that several have on one side is left out. */
export function suggestPeople(
  file: PeopleFile,
  portal: readonly PortalSide[],
  slack: readonly SlackSide[],
): { suggestions: Suggestion[]; doubled: string[] } {
  const persons = Map.groupBy(
    portal.filter(({ active, email }) => active && email),
    ({ email = '' }) => email.trim().toLowerCase(),
  );
  const members = slack.filter(({ standing }) => standing === 'member');
  const accounts = Map.groupBy(
    members.filter(({ email }) => email),
    ({ email = '' }) => email,
  );
  const suggestions: Suggestion[] = [];
  const doubled: string[] = [];
  for (const [email, [account, ...more]] of accounts) {
    const [person, ...others] = persons.get(email) ?? [];
    if (!account || !person || file.bySlackId.has(account.slackId) || file.byEmail.has(email)) continue;
    if (more.length + others.length > 0) doubled.push(email);
    else suggestions.push({ slackId: account.slackId, name: account.realName, bitrix24: person.id });
  }
  return { suggestions, doubled };
}
