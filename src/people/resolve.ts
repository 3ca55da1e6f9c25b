import { expandGroups, type Individual } from './groups.ts';
import type { LeftOutPerson, NotFound } from './left-out.ts';
import { type Recipient, recipientName } from './recipient.ts';
import type { WhoIsWho } from './who-is-who.ts';

/** Somebody who gets a notification: a Bitrix24 person, and how the sender named them. */
export interface FoundPerson {
  bitrix24Id: number;
  /** As {@link recipientName} writes it. */
  namedAs: string;
  slackId?: string;
}

export interface Resolution {
  found: FoundPerson[];
  leftOut: LeftOutPerson[];
}

/**
 * Finds the Bitrix24 people behind the recipients a sender named. Each person once, however often named; one who
 * cannot be found never stops the others.
 *
 * Order for a Slack person: an entry of people.yml by ID, one by the e-mail of the account, a link made in
 * Slack, then the one active Bitrix24 account with the same e-mail.
 */
export async function resolve(recipients: readonly Recipient[], who: WhoIsWho): Promise<Resolution> {
  const { individuals, leftOut } = await expandGroups(recipients, who.file, who.slack);
  const { found, leftOut: unknown } = await findPeople(individuals, who);
  return { found, leftOut: [...unknown, ...leftOut] };
}

/** {@link resolve} for recipients without groups. */
export async function findPeople(individuals: readonly Individual[], who: WhoIsWho): Promise<Resolution> {
  const answers = await Promise.all(
    individuals.map(async (recipient) => {
      const answer = await find(recipient, who);
      const linkable = answer === 'not listed' ? await linkableAccount(recipient, who) : undefined;
      return { namedAs: recipientName(recipient), answer, linkable };
    }),
  );
  const found = new Map<number, FoundPerson>();
  const leftOut: LeftOutPerson[] = [];
  for (const { namedAs, answer, linkable } of answers) {
    if (typeof answer === 'string') leftOut.push({ namedAs, why: answer, ...(linkable !== undefined && { linkable }) });
    else if (!found.has(answer.bitrix24Id)) found.set(answer.bitrix24Id, { ...answer, namedAs });
  }
  return { found: [...found.values()], leftOut };
}

type Found = { bitrix24Id: number; slackId?: string };

async function find(recipient: Individual, who: WhoIsWho): Promise<Found | NotFound> {
  switch (recipient.kind) {
    case 'bitrix24':
      return { bitrix24Id: recipient.id };
    case 'slack':
      return findBySlackId(recipient.id, who);
    case 'email':
      return findByEmail(recipient.email, who);
  }
}

/** The Slack account of somebody who was not found. One named by its ID needs no word of Slack. */
async function linkableAccount(recipient: Individual, { slack }: WhoIsWho): Promise<string | undefined> {
  if (recipient.kind === 'bitrix24') return undefined;
  const named = recipient.kind === 'slack' ? recipient.id : undefined;
  try {
    const account = await (recipient.kind === 'slack'
      ? slack.person(recipient.id)
      : slack.personByEmail(recipient.email));
    return account?.standing === 'bot' || account?.standing === 'deactivated' ? undefined : account?.id;
  } catch {
    return named;
  }
}

async function findBySlackId(slackId: string, who: WhoIsWho): Promise<Found | NotFound> {
  const { file, slack, links } = who;
  const listed = file.bySlackId.get(slackId);
  if (listed !== undefined) return { bitrix24Id: listed, slackId };
  const linked = await links.of(slackId);
  const found = linked === undefined ? undefined : { bitrix24Id: linked, slackId };
  if (file.byEmail.size === 0 && (found || !file.matchByEmail)) return found ?? 'not listed';
  let account: Awaited<ReturnType<typeof slack.person>>;
  try {
    account = await slack.person(slackId);
  } catch {
    // Slack did not say who this is; the sender is told that, not that the person is unknown.
    return 'slack silent';
  }
  const byEmail = account?.email === undefined ? undefined : file.byEmail.get(account.email);
  if (byEmail !== undefined) return { bitrix24Id: byEmail, slackId };
  if (found) return found;
  // The address of a guest, or of somebody of another company, is not one this company gave them.
  if (account?.email === undefined || account.standing !== 'member') return 'not listed';
  const matched = await matchAddress(account.email, who);
  return typeof matched === 'string' ? matched : { ...matched, slackId };
}

async function findByEmail(address: string, who: WhoIsWho): Promise<Found | NotFound> {
  const { file, slack, links } = who;
  const listed = file.byEmail.get(address.toLowerCase());
  if (listed !== undefined) return { bitrix24Id: listed };
  const [account, matched] = await Promise.all([
    slack.personByEmail(address).catch(() => 'slack silent' as const),
    matchAddress(address, who),
  ]);
  if (typeof account === 'object') {
    const byId = file.bySlackId.get(account.id) ?? (await links.of(account.id));
    if (byId !== undefined) return { bitrix24Id: byId, slackId: account.id };
  }
  // Whoever made an entry or a link for this very account may have meant another person than the address does.
  if (account === 'slack silent' && (file.bySlackId.size > 0 || typeof matched === 'string')) return account;
  return matched;
}

async function matchAddress(address: string, { file, portal }: WhoIsWho): Promise<Found | NotFound> {
  if (!file.matchByEmail) return 'not listed';
  try {
    const match = await portal.byEmail(address);
    if (match.kind === 'found') return { bitrix24Id: match.bitrix24Id };
    return match.kind === 'several' ? 'several accounts' : 'not listed';
  } catch {
    return 'portal silent';
  }
}

/** Whom people.yml says somebody is, which goes before every link; not known where Slack does not tell their address. */
export async function listedPerson(slackId: string, { file, slack }: WhoIsWho): Promise<number | undefined> {
  const byId = file.bySlackId.get(slackId);
  if (byId !== undefined || file.byEmail.size === 0) return byId;
  const account = await slack.person(slackId).catch(() => undefined);
  return account?.email === undefined ? undefined : file.byEmail.get(account.email);
}

/** The Bitrix24 person of a Slack account that appears in a text, where that can be found out. */
export async function linkedPerson(slackId: string, who: WhoIsWho): Promise<number | undefined> {
  const answer = await findBySlackId(slackId, who);
  return typeof answer === 'string' ? undefined : answer.bitrix24Id;
}
