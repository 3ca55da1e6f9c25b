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
  slack: string;
  bitrix24: number;
  wrong: string;
}

/** What is wrong with the entries of people.yml. Without `slack`, only the portal's side is looked at. */
export function checkPeople(file: PeopleFile, portal: readonly PortalSide[], slack?: readonly SlackSide[]): Finding[] {
  const persons = new Map(portal.map((person) => [person.id, person]));
  const accounts = new Map(slack?.flatMap((one) => [[one.slackId, one] as const, [one.email ?? '', one] as const]));
  const entries = [...file.bySlackId, ...file.byEmail];
  const byPerson = Map.groupBy(entries, ([, id]) => id);
  return entries.flatMap(([named, id]): Finding[] => {
    const person = persons.get(id);
    const account = accounts.get(named);
    const others = (byPerson.get(id) ?? []).map(([other]) => other).filter((other) => other !== named);
    const wrong = [
      person === undefined && 'Bitrix24 has nobody with this number',
      person?.active === false && `${person.name} has left Bitrix24`,
      slack && account === undefined && 'Slack has no such account',
      account?.standing === 'deactivated' && 'the Slack account is deactivated',
      account?.standing === 'bot' && 'the Slack account is a bot',
      others.length > 0 && `the same Bitrix24 person as ${others.join(', ')}`,
    ];
    return wrong.flatMap((what) => (what ? [{ slack: named, bitrix24: id, wrong: what }] : []));
  });
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
