import type { Member, PeopleFile } from '../config/people-file.ts';
import type { LeftOutPerson, NotFound } from './left-out.ts';
import { isSlackGroup, type Recipient, recipientName, withoutRepeats } from './recipient.ts';
import type { SlackPeople } from './slack-people.ts';

/** Somebody who is named by themselves. */
export type Individual = Exclude<Recipient, { kind: 'group' }>;

/** The people behind some recipients, each once, and the groups that cannot be reached. */
export interface Expanded {
  individuals: Individual[];
  leftOut: LeftOutPerson[];
}

/**
 * Puts the members in the place of their groups, without finding out who they are in Bitrix24. A group of people.yml
 * goes before the user group of Slack with the same ID.
 */
export async function expandGroups(
  recipients: readonly Recipient[],
  file: PeopleFile,
  slack: SlackPeople,
): Promise<Expanded> {
  const leftOut: LeftOutPerson[] = [];
  const individuals: Individual[] = [];
  const parts = await Promise.all(
    withoutRepeats(recipients).map(async (recipient) => ({
      recipient,
      members: recipient.kind === 'group' ? await membersOf(recipient.id, file, slack) : [recipient],
    })),
  );
  for (const { recipient, members } of parts) {
    if (typeof members === 'string') leftOut.push({ namedAs: recipientName(recipient), why: members });
    else individuals.push(...members);
  }
  return { individuals: withoutRepeats(individuals), leftOut };
}

async function membersOf(group: string, file: PeopleFile, slack: SlackPeople): Promise<Individual[] | NotFound> {
  const listed = file.groups.get(group.toLowerCase());
  if (listed) return listed.length > 0 ? listed.map(asRecipient) : 'empty group';
  if (!isSlackGroup(group)) return 'no such group';
  try {
    const members = await slack.groupMembers(group);
    if (members.kind !== 'members') return members.kind === 'no such group' ? 'no such group' : 'no groups in the plan';
    return members.slackIds.length > 0 ? members.slackIds.map((id) => ({ kind: 'slack', id })) : 'empty group';
  } catch {
    return 'group silent';
  }
}

function asRecipient(member: Member): Individual {
  if ('slackId' in member) return { kind: 'slack', id: member.slackId };
  if ('email' in member) return { kind: 'email', email: member.email };
  return { kind: 'bitrix24', id: member.bitrix24Id };
}
