import type { PeopleFile } from '../config/people-file.ts';
import { type FileInfo, type FileLeftOut, type FileLinked, handOver, type Way } from '../files/handing.ts';
import type { Words } from '../language/words.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { LeftOut, NewRequest } from '../outbox/request.ts';
import { type Permission, permissionOf } from '../people/permission.ts';
import { linkedPerson, type NotFound, type Resolution, resolve } from '../people/resolve.ts';
import { paragraph, person } from '../text/document.ts';
import { renderSummary } from '../text/render/summary.ts';
import { type Author, contentOf } from './content.ts';
import { namesOf } from './names-of.ts';
import type { SlackDirectory } from './slack-directory.ts';
import type { Submission } from './submission.ts';

/** Why nothing of a request was accepted. */
export type Refusal =
  | { kind: 'not permitted'; why: Extract<Permission, { kind: 'refused' }>['why']; admins: readonly string[] }
  | { kind: 'nobody found'; leftOut: Resolution['leftOut'] }
  | { kind: 'too many'; most: number; named: number };

export type Submitted =
  | { kind: 'accepted'; requestId: string }
  /** Slack delivered the same interaction again. */
  | { kind: 'known'; requestId: string }
  | { kind: 'refused'; refusal: Refusal };

export interface Submitting {
  outbox: Outbox;
  people: () => PeopleFile;
  slack: SlackDirectory;
  fileInfo: FileInfo;
  /** `largest`: bytes. */
  files: { way: Way; largest: number };
  words: Words;
  /** What the sender reads about somebody or something left out. */
  explain: { person(why: NotFound): string; file(why: FileLeftOut): string; linked(why: FileLinked): string };
}

/** Characters of the one-line summary in histories and reports. */
const SUMMARY = 80;

/**
 * Turns a submission into stored notifications: who may, to whom, what it says. Once this resolves with `accepted`, the
 * request survives everything but the loss of the store, and may be acknowledged.
 *
 * @throws when the store refuses; nothing was accepted then
 */
export async function submit(submission: Submission, submitting: Submitting): Promise<Submitted> {
  const people = submitting.people();
  const { slack } = submitting;
  const [permission, { found, leftOut }, handing, names, sender] = await Promise.all([
    permissionOf(submission.sender.slackId, people, slack, slack.inGroup),
    resolve(submission.recipients, people, slack),
    handOver(submission.files, submitting.files, submitting.fileInfo),
    namesOf(documentsOf(submission), people, slack),
    senderOf(submission, people, slack),
  ]);
  if (permission.kind === 'refused') {
    return refused({ kind: 'not permitted', why: permission.why, admins: [...people.admins] });
  }
  if (found.length === 0) return refused({ kind: 'nobody found', leftOut });
  if (found.length > people.limits.recipients) {
    return refused({ kind: 'too many', most: people.limits.recipients, named: found.length });
  }
  const { explain, words } = submitting;
  const without: LeftOut = [
    ...leftOut.map(({ namedAs, why }) => ({ what: namedAs, why: explain.person(why) })),
    ...handing.leftOut.map(({ name, why }) => ({ what: name, why: explain.file(why) })),
    ...handing.linked.map(({ name, why }) => ({ what: name, why: explain.linked(why) })),
  ];
  const request: NewRequest = {
    key: submission.key,
    team: submission.team,
    sender: submission.sender.slackId,
    surface: submission.surface,
    summary: renderSummary(submission.body, { names, limit: SUMMARY }),
    content: contentOf(submission, { sender, names, plans: handing.plans, way: submitting.files.way, words }),
    leftOut: without,
    reply: submission.reply,
    recipients: found.map(({ bitrix24Id, namedAs }) => ({ recipient: bitrix24Id, namedAs })),
  };
  const { id, kind } = await submitting.outbox.accept(request);
  return { kind, requestId: id };
}

function refused(refusal: Refusal): Submitted {
  return { kind: 'refused', refusal };
}

function documentsOf({ body, passedOn }: Submission) {
  const author = passedOn?.author;
  const asDocument = author?.slackId === undefined ? [] : [{ blocks: [paragraph(person(author.slackId))] }];
  return [body, ...asDocument, ...(passedOn ? [passedOn.note] : [])];
}

/** The sender's name and, where people.yml knows, their Bitrix24 account. */
async function senderOf({ sender }: Submission, people: PeopleFile, slack: SlackDirectory): Promise<Author> {
  const [account, bitrix24Id] = await Promise.all([
    slack.person(sender.slackId).catch(() => undefined),
    linkedPerson(sender.slackId, people, slack),
  ]);
  return { name: account?.name ?? sender.name, ...(bitrix24Id !== undefined && { bitrix24Id }) };
}
