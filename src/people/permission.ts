import type { PeopleFile } from '../config/people-file.ts';
import type { SlackPeople, SlackPerson } from './slack-people.ts';

/** Whether somebody may send, and if not, why. */
export type Permission =
  | { kind: 'allowed' }
  | { kind: 'refused'; why: 'guest' | 'stranger' | 'bot' | 'not allowed' | 'slack silent' };

const allowed: Permission = { kind: 'allowed' };

/**
 * Who may send: every full member of the workspace, or where `allow` of people.yml lists users or user groups, those.
 * Admins and the listed users always may, whatever their account is. Guests otherwise only with `guests: true`;
 * strangers of Slack Connect and bots never.
 *
 * @param inGroup whether the sender is a member of one of these user groups; asked only where people.yml lists any
 */
export async function permissionOf(
  slackId: string,
  people: PeopleFile,
  slack: SlackPeople,
  inGroup: (slackId: string, groups: ReadonlySet<string>) => Promise<boolean>,
): Promise<Permission> {
  if (people.admins.has(slackId) || people.allow?.users.has(slackId)) return allowed;
  try {
    const person = await slack.person(slackId);
    const refused = standingRefused(person, people.guests);
    if (refused) return refused;
    if (people.allow === undefined) return allowed;
    const { usergroups } = people.allow;
    if (usergroups.size > 0 && (await inGroup(slackId, usergroups))) return allowed;
    return { kind: 'refused', why: 'not allowed' };
  } catch {
    // Slack did not say who this is. Where everybody may send, that stops nobody; where a list rules, it does.
    return people.allow === undefined ? allowed : { kind: 'refused', why: 'slack silent' };
  }
}

function standingRefused(person: SlackPerson | undefined, guests: boolean): Permission | undefined {
  // Of somebody whom Slack does not know yet (an account made a moment ago), nothing speaks against: its commands and shortcuts
  // are for the members of the workspace alone (docs.slack.dev/apis/slack-connect).
  switch (person?.standing) {
    case 'guest':
      return guests ? undefined : { kind: 'refused', why: 'guest' };
    case 'stranger':
    case 'bot':
      return { kind: 'refused', why: person.standing };
    default:
      return undefined;
  }
}
