import { type FileInfo, type Handing, handOver, type Way, type WhyUnreadable } from '../files/handing.ts';
import type { Words } from '../language/words.ts';
import { holdRequest } from '../outbox/held.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { LeftOut, NewRequest, Reason } from '../outbox/request.ts';
import { expandGroups } from '../people/groups.ts';
import { type Permission, permissionOf } from '../people/permission.ts';
import { type FoundPerson, findPeople, linkedPerson, type Resolution } from '../people/resolve.ts';
import type { WhoIsWho } from '../people/who-is-who.ts';
import { paragraph, person } from '../text/document.ts';
import { renderSummary } from '../text/render/summary.ts';
import { type AuditLine, auditOf, auditOfRequest } from './audit.ts';
import { type Author, contentOf } from './content.ts';
import { linkReason } from './link-reason.ts';
import { namesOf } from './names-of.ts';
import type { Counted, SenderPace } from './sender-pace.ts';
import type { SlackDirectory } from './slack-directory.ts';
import type { Submission } from './submission.ts';

/** Why nothing of a request was accepted. */
export type Refusal =
  | { kind: 'not permitted'; why: Extract<Permission, { kind: 'refused' }>['why']; admins: readonly string[] }
  /** `held`: kept in case an admin links them. */
  | { kind: 'nobody found'; leftOut: Resolution['leftOut']; held?: string }
  | { kind: 'too many'; most: number; named: number }
  | { kind: 'too fast'; perMinute: number };

export type Submitted =
  | { kind: 'accepted'; requestId: string }
  /** Slack delivered the same interaction again. */
  | { kind: 'known'; requestId: string }
  /** It reaches so many that the sender has to say yes to them first. */
  | { kind: 'to confirm'; held: string; recipients: readonly string[]; leftOut: LeftOut }
  | { kind: 'refused'; refusal: Refusal };

export interface Submitting {
  outbox: Outbox;
  /** As people.yml stands at this moment. */
  who: () => WhoIsWho;
  slack: SlackDirectory;
  fileInfo: FileInfo;
  whyUnreadable: WhyUnreadable;
  /** `largest`: bytes. */
  files: { way: Way; largest: number };
  /** What the bot says inside a notification. */
  words(): Words;
  /** Somebody or something was left out. */
  onLeftOut(reason: Reason): void;
  audit(line: AuditLine): void;
  pace: SenderPace;
}

/** Characters of the one-line summary in histories and reports. */
const SUMMARY = 80;
/** The sender confirms a request to more people than this. */
export const MOST_UNCONFIRMED = 10;
/** Named twice or unknown, people may be fewer than their names; so many times the limit they are not. */
const MOST_LOOKED_UP = 2;

/**
 * Turns a submission into stored notifications: who may, to whom, what it says. Once this resolves with `accepted`, the
 * request survives everything but the loss of the store, and may be acknowledged.
 *
 * @throws when the store refuses; nothing was accepted then
 */
export async function submit(submission: Submission, submitting: Submitting): Promise<Submitted> {
  const counted = submitting.pace.count(submission.team, submission.sender.slackId);
  try {
    const submitted = await stored(submission, counted, submitting);
    if (submitted.kind === 'known' || submitted.kind === 'refused') counted.takeBack();
    return submitted;
  } catch (error) {
    counted.takeBack();
    const leftOut = submission.recipients.length;
    submitting.audit({ outcome: 'not stored', error, ...auditOf(submission), to: [], leftOut });
    throw error;
  }
}

async function stored(submission: Submission, counted: Counted, submitting: Submitting): Promise<Submitted> {
  const { audit, outbox } = submitting;
  const about = auditOf(submission);
  const prepared = await prepare(submission, counted, submitting);
  if ('refusal' in prepared) {
    const { refusal } = prepared;
    const why = refusal.kind === 'not permitted' ? `${refusal.kind}: ${refusal.why}` : refusal.kind;
    audit({ outcome: 'refused', why, ...about, to: [], leftOut: submission.recipients.length });
    return { kind: 'refused', refusal };
  }
  const { request } = prepared;
  const line = { ...auditOfRequest(request), ...about };
  if (request.recipients.length > MOST_UNCONFIRMED) {
    const held = await holdRequest(request, outbox);
    audit({ outcome: 'to be confirmed', ...line });
    const recipients = request.recipients.map(({ namedAs }) => namedAs);
    return { kind: 'to confirm', held, recipients, leftOut: request.leftOut };
  }
  const { id, kind } = await outbox.accept(request);
  audit({ outcome: kind === 'known' ? 'repeated by Slack' : 'accepted', request: id, ...line });
  return { kind, requestId: id };
}

async function prepare(
  submission: Submission,
  counted: Counted,
  submitting: Submitting,
): Promise<{ request: NewRequest } | { refusal: Refusal }> {
  const who = submitting.who();
  const { admins, limits } = who.file;
  const { slack, outbox } = submitting;
  const { slackId } = submission.sender;
  const [permission, lately, expanded] = await Promise.all([
    permissionOf(slackId, who.file, slack, slack.inGroup),
    counted.before(),
    expandGroups(submission.recipients, who.file, slack),
  ]);
  if (permission.kind === 'refused') {
    return { refusal: { kind: 'not permitted', why: permission.why, admins: [...admins] } };
  }
  // One that Slack delivers again is the same request, and no further one.
  if (lately >= limits.perMinute && !(await outbox.knows(submission.key)))
    return { refusal: { kind: 'too fast', perMinute: limits.perMinute } };
  // Before anybody is looked up: a group of thousands must not use up the rates of Slack and the portal for nothing.
  const tooMany = (named: number): { refusal: Refusal } => ({
    refusal: { kind: 'too many', most: limits.recipients, named },
  });
  if (expanded.individuals.length > MOST_LOOKED_UP * limits.recipients) return tooMany(expanded.individuals.length);

  const [resolution, handing, names, sender] = await Promise.all([
    findPeople(expanded.individuals, who),
    handOver(submission.files, submitting.files, submitting.fileInfo, submitting.whyUnreadable),
    namesOf(documentsOf(submission), who, slack, submitting.words().notification),
    senderOf(submission, who),
  ]);
  const found = withoutSender(resolution.found, sender);
  const leftOut = [...resolution.leftOut, ...expanded.leftOut];
  if (found.length > limits.recipients) return tooMany(found.length);
  const without = [...peopleLeftOut(leftOut), ...filesLeftOut(handing, submitting.files.largest)];
  for (const { why } of without) submitting.onLeftOut(why);
  const request: NewRequest = {
    key: submission.key,
    team: submission.team,
    sender: slackId,
    surface: submission.surface,
    summary: renderSummary(submission.body, { names, limit: SUMMARY }),
    content: contentOf(submission, {
      sender,
      names,
      plans: handing.plans,
      way: submitting.files.way,
      words: submitting.words(),
    }),
    leftOut: without,
    reply: submission.reply,
    recipients: found.map(({ bitrix24Id, namedAs }) => ({ recipient: bitrix24Id, namedAs })),
  };
  if (found.length > 0) return { request };
  const held = without.some((one) => one.unlinked) ? { held: await holdRequest(request, outbox) } : {};
  return { refusal: { kind: 'nobody found', leftOut, ...held } };
}

/** Somebody or something left out, as this version of the bot keeps it. */
type Without = LeftOut[number] & { why: Reason };

function peopleLeftOut(leftOut: Resolution['leftOut']): Without[] {
  return leftOut.map(({ namedAs, why, linkable }) => ({
    what: namedAs,
    why: { of: 'person', code: why },
    ...(linkable !== undefined && { unlinked: linkable }),
  }));
}

function filesLeftOut({ leftOut, linked }: Handing, largest: number): Without[] {
  return [
    ...leftOut.map(({ name, why }): Without => ({ what: name, why: { of: 'file', code: why } })),
    ...linked.map(({ name, why }) => ({ what: name, why: linkReason(why, largest) })),
  ];
}

/** Nobody needs a bell for their own note to a group; whoever names only themselves wants one. */
function withoutSender(found: readonly FoundPerson[], { bitrix24Id }: Author): readonly FoundPerson[] {
  const others = found.filter((person) => person.bitrix24Id !== bitrix24Id);
  return others.length > 0 ? others : found;
}

function documentsOf({ body, passedOn }: Submission) {
  const author = passedOn?.author;
  const asDocument = author?.slackId === undefined ? [] : [{ blocks: [paragraph(person(author.slackId))] }];
  return [body, ...asDocument, ...(passedOn ? [passedOn.note] : [])];
}

/** The sender's name and, where it is known, their Bitrix24 account. */
async function senderOf({ sender }: Submission, who: WhoIsWho): Promise<Author> {
  const [account, bitrix24Id] = await Promise.all([
    who.slack.person(sender.slackId).catch(() => undefined),
    linkedPerson(sender.slackId, who),
  ]);
  return { name: account?.name ?? sender.name, ...(bitrix24Id !== undefined && { bitrix24Id }) };
}
