import { heldRequest } from '../outbox/held.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { NewRequest, Reply } from '../outbox/request.ts';
import type { WaitingRequest, WaitingRequests } from '../outbox/waiting.ts';
import { findPeople, listedPerson } from '../people/resolve.ts';
import type { WhoIsWho } from '../people/who-is-who.ts';
import { type AuditLine, auditOfRequest } from './audit.ts';

/** What a request that could not reach somebody is kept as: accepted for the others, or held for nobody. */
export type Unreached = { request: string } | { held: string };

/** A request that waited for a link and is sent to that person no more: its sender has to know. */
export interface WaitEnded {
  sender: string;
  /** Whom it was for. */
  slackId: string;
  summary: string;
  why: 'too old' | 'declined' | 'has it already';
}

export interface Linking {
  outbox: Outbox;
  waiting: WaitingRequests;
  links: { make(link: { slackId: string; bitrix24Id: number; madeBy: string }): Promise<void> };
  who(): WhoIsWho;
  /** Tells a sender; never throws. @returns false where Slack did not take it, so that they have to be told later */
  tell(ended: WaitEnded): Promise<boolean>;
  /** Of several copies of the bot, one tells. */
  asks: { take(name: string, ms: number): Promise<boolean>; giveBack(name: string): Promise<unknown> };
  audit(line: AuditLine): void;
}

/** Whoever tells a sender has told them, or ended, by then. */
const TELLING = 10 * 60_000;
/** Somebody whom Slack does not let be told for so long, after all that waiting, is not told. */
const LAST_TRIES = 24 * 60 * 60_000;

/** So many people are looked for at once: as many as the portal takes addresses in a batch. */
const LOOKED_FOR = 50;

/** A request that is kept for a link. */
export interface Kept {
  /** Slack IDs of those who are not linked. */
  people: string[];
  /** Requests on their way to those who were linked since it was asked for: their ids. */
  sent: string[];
  /** Where the sender is answered. */
  reply: Reply;
}

/**
 * Keeps a request for everybody it could not reach because they are not linked.
 * @returns undefined when the request is kept no longer, or is another sender's
 */
export async function keepForLink(unreached: Unreached, sender: string, linking: Linking): Promise<Kept | undefined> {
  const request = await find(unreached, sender, linking.outbox);
  if (request === undefined) return undefined;
  const kept: Kept = { people: [], sent: [], reply: request.reply };
  for (const slackId of new Set(request.leftOut.flatMap(({ unlinked }) => unlinked ?? []))) {
    await linking.waiting.keep(slackId, request);
    const bitrix24Id = await linkedBy(slackId, linking.who());
    if (bitrix24Id === undefined) kept.people.push(slackId);
    else kept.sent.push(...(await sendTo(slackId, bitrix24Id, linking)));
  }
  return kept;
}

/** Those of these people for whom nobody has made an entry or a link. */
export async function stillUnlinked(slackIds: readonly string[], who: WhoIsWho): Promise<string[]> {
  const linked = await Promise.all(slackIds.map((slackId) => linkedBy(slackId, who)));
  return slackIds.filter((_, index) => linked[index] === undefined);
}

/** Whom somebody has said this is. Neither Slack nor the portal is asked, for somebody waits for a form to open. */
async function linkedBy(slackId: string, { file, links }: WhoIsWho): Promise<number | undefined> {
  return file.bySlackId.get(slackId) ?? (await links.of(slackId));
}

/** Who somebody is from now on. */
export interface Linked {
  /** Another one than was picked where people.yml says so: its word goes before a link, so none was made. */
  bitrix24Id: number;
  /** Requests on their way to them now: their ids. */
  sent: string[];
}

/** Links a Slack person, unless people.yml says who that is, and sends what has waited for it. */
export async function linkPerson(
  link: { slackId: string; bitrix24Id: number; madeBy: string },
  linking: Linking,
): Promise<Linked> {
  const bitrix24Id = (await listedPerson(link.slackId, linking.who())) ?? link.bitrix24Id;
  if (bitrix24Id === link.bitrix24Id) await linking.links.make(link);
  return { bitrix24Id, sent: await sendTo(link.slackId, bitrix24Id, linking) };
}

/**
 * Sends what waits for people who have become known in another way: an entry in people.yml, an account with the same
 * address, a link that a copy of the bot made and did not live to follow.
 * @returns the ids of the requests that are on their way now
 */
export async function sendToNewlyKnown(linking: Linking): Promise<string[]> {
  const waitedFor = await linking.waiting.people();
  const sent: string[] = [];
  for (let from = 0; from < waitedFor.length; from += LOOKED_FOR) {
    const some = waitedFor.slice(from, from + LOOKED_FOR).map((id) => ({ kind: 'slack' as const, id }));
    const { found } = await findPeople(some, linking.who());
    for (const { slackId, bitrix24Id } of found) {
      if (slackId !== undefined) sent.push(...(await sendTo(slackId, bitrix24Id, linking)));
    }
  }
  return sent;
}

/**
 * Nobody is going to link this person: what waits for it ends, and its senders are told.
 * @returns how many senders Slack did not let the bot tell: what they wrote goes on waiting
 */
export async function declineLink(slackId: string, linking: Linking): Promise<number> {
  let untold = 0;
  for (const waited of await linking.waiting.of(slackId)) {
    if (!(await endAndTell(waited, 'declined', linking))) untold += 1;
  }
  return untold;
}

/** Ends what has waited since before `before`, and tells its senders; it is tried again with the next call. */
export async function endOldWaiting(before: number, linking: Linking): Promise<void> {
  for (const waited of await linking.waiting.keptBefore(before)) {
    if (await endAndTell(waited, 'too old', linking)) continue;
    if (waited.since < before - LAST_TRIES) await linking.waiting.end(waited.key);
  }
}

/** What waits ends once its sender knows, and not before: what nobody is told of would have ended in silence. */
async function endAndTell(
  waited: WaitingRequest,
  why: WaitEnded['why'],
  { waiting, asks, tell }: Linking,
): Promise<boolean> {
  const telling = `the end of ${waited.key}`;
  if (!(await asks.take(telling, TELLING))) return true;
  if (await tell(waitEnded(waited, why))) {
    // The claim stays: another copy may have found what waits a moment before it ended.
    await waiting.end(waited.key);
    return true;
  }
  await asks.giveBack(telling);
  return false;
}

async function sendTo(slackId: string, bitrix24Id: number, linking: Linking): Promise<string[]> {
  const { outbox, waiting, audit } = linking;
  const sent: string[] = [];
  for (const waited of await waiting.of(slackId)) {
    if (await waiting.hasReached(waited, bitrix24Id)) {
      await endAndTell(waited, 'has it already', linking);
      continue;
    }
    const { key, request } = waited;
    const recipients = [{ recipient: bitrix24Id, namedAs: `<@${slackId}>` }];
    // The place they asked at takes no answers any more by now: they are told by a direct message.
    const accepted: NewRequest = { ...request, key, recipients, reply: { user: request.sender } };
    const { id } = await outbox.accept(accepted);
    audit({ outcome: 'linked', request: id, ...auditOfRequest(accepted) });
    await waiting.end(key);
    sent.push(id);
  }
  return sent;
}

function waitEnded({ slackId, request }: WaitingRequest, why: WaitEnded['why']): WaitEnded {
  return { sender: request.sender, slackId, summary: request.summary, why };
}

async function find(unreached: Unreached, sender: string, outbox: Outbox): Promise<NewRequest | undefined> {
  if ('held' in unreached) return heldRequest(unreached.held, sender, outbox);
  const status = await outbox.status(unreached.request);
  if (status === undefined || status.request.sender !== sender) return undefined;
  const { id, team, surface, summary, content, leftOut, reply } = status.request;
  if (content === undefined) return undefined;
  return { key: id, team, sender, surface, summary, content, leftOut, reply, recipients: [] };
}
