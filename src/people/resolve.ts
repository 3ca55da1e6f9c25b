import type { PeopleFile } from '../config/people-file.ts';
import { type Recipient, recipientName, withoutRepeats } from './recipient.ts';
import type { SlackPeople } from './slack-people.ts';

/** Somebody who gets a notification: a Bitrix24 person, and how the sender named them. */
export interface FoundPerson {
  bitrix24Id: number;
  /** As {@link recipientName} writes it. */
  namedAs: string;
  slackId?: string;
}

/** Why somebody gets none. What the sender reads about it is written in `slack/`. */
export type NotFound = 'not listed' | 'group' | 'slack silent';

export interface Resolution {
  found: FoundPerson[];
  leftOut: { namedAs: string; why: NotFound }[];
}

/**
 * Finds the Bitrix24 people behind the recipients a sender named. Each person once, however often named; one who
 * cannot be found never stops the others.
 *
 * Order for a Slack person: an entry of people.yml by ID, then by the e-mail of the account.
 */
export async function resolve(
  recipients: readonly Recipient[],
  people: PeopleFile,
  slack: SlackPeople,
): Promise<Resolution> {
  const answers = await Promise.all(
    withoutRepeats(recipients).map(async (recipient) => ({
      namedAs: recipientName(recipient),
      answer: await find(recipient, people, slack),
    })),
  );
  const found = new Map<number, FoundPerson>();
  const leftOut: Resolution['leftOut'] = [];
  for (const { namedAs, answer } of answers) {
    if (typeof answer === 'string') leftOut.push({ namedAs, why: answer });
    else if (!found.has(answer.bitrix24Id)) found.set(answer.bitrix24Id, { ...answer, namedAs });
  }
  return { found: [...found.values()], leftOut };
}

type Found = { bitrix24Id: number; slackId?: string };

async function find(recipient: Recipient, people: PeopleFile, slack: SlackPeople): Promise<Found | NotFound> {
  switch (recipient.kind) {
    case 'bitrix24':
      return { bitrix24Id: recipient.id };
    case 'slack':
      return findBySlackId(recipient.id, people, slack);
    case 'email':
      return findByEmail(recipient.email, people, slack);
    case 'group':
      return 'group';
  }
}

async function findBySlackId(slackId: string, people: PeopleFile, slack: SlackPeople): Promise<Found | NotFound> {
  const listed = people.bySlackId.get(slackId);
  if (listed !== undefined) return { bitrix24Id: listed, slackId };
  if (people.byEmail.size === 0) return 'not listed';
  try {
    const email = (await slack.person(slackId))?.email;
    const byEmail = email === undefined ? undefined : people.byEmail.get(email);
    return byEmail === undefined ? 'not listed' : { bitrix24Id: byEmail, slackId };
  } catch {
    // Slack did not say who this is; the sender is told that, not that the person is unknown.
    return 'slack silent';
  }
}

async function findByEmail(address: string, people: PeopleFile, slack: SlackPeople): Promise<Found | NotFound> {
  const listed = people.byEmail.get(address.toLowerCase());
  if (listed !== undefined) return { bitrix24Id: listed };
  if (people.bySlackId.size === 0) return 'not listed';
  try {
    const account = await slack.personByEmail(address);
    const byId = account && people.bySlackId.get(account.id);
    return account && byId !== undefined ? { bitrix24Id: byId, slackId: account.id } : 'not listed';
  } catch {
    return 'slack silent';
  }
}

/** The Bitrix24 person of a Slack account; undefined where people.yml lists none, or Slack did not say who it is. */
export async function linkedPerson(
  slackId: string,
  people: PeopleFile,
  slack: SlackPeople,
): Promise<number | undefined> {
  const answer = await findBySlackId(slackId, people, slack);
  return typeof answer === 'string' ? undefined : answer.bitrix24Id;
}
