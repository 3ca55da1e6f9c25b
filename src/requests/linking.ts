import { heldRequest } from '../outbox/held.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { NewRequest } from '../outbox/request.ts';
import type { WaitingRequests } from '../outbox/waiting.ts';

/** What a request that could not reach somebody is kept as: accepted for the others, or held for nobody. */
export type Unreached = { request: string } | { held: string };

export interface Linking {
  outbox: Outbox;
  waiting: WaitingRequests;
  links: { make(link: { slackId: string; bitrix24Id: number; madeBy: string }): Promise<void> };
}

/**
 * Keeps a request for everybody it could not reach because they are not linked.
 * @returns their Slack IDs; undefined when the request is kept no longer, or is another sender's
 */
export async function keepForLink(
  unreached: Unreached,
  sender: string,
  { outbox, waiting }: Linking,
): Promise<string[] | undefined> {
  const request = await find(unreached, sender, outbox);
  if (request === undefined) return undefined;
  const people = request.leftOut.flatMap(({ unlinked }) => unlinked ?? []);
  for (const slackId of people) await waiting.keep(slackId, request);
  return people;
}

/**
 * Links a Slack person, and sends what has waited for that.
 * @returns the ids of the requests that are on their way now
 */
export async function linkPerson(
  link: { slackId: string; bitrix24Id: number; madeBy: string },
  { outbox, waiting, links }: Linking,
): Promise<string[]> {
  await links.make(link);
  const sent: string[] = [];
  for (const request of await waiting.of(link.slackId)) {
    const recipients = [{ recipient: link.bitrix24Id, namedAs: `<@${link.slackId}>` }];
    // The place they asked at takes no answers any more by now: they are told by a direct message.
    const { id } = await outbox.accept({ ...request, recipients, reply: { user: request.sender } });
    await waiting.done(request.key);
    sent.push(id);
  }
  return sent;
}

/** Gives up what waits for somebody to be linked. @returns what was waiting; whoever gave it up first has it */
export async function giveUpWaiting(slackId: string, { waiting }: Pick<Linking, 'waiting'>): Promise<NewRequest[]> {
  const given: NewRequest[] = [];
  for (const request of await waiting.of(slackId)) if (await waiting.done(request.key)) given.push(request);
  return given;
}

async function find(unreached: Unreached, sender: string, outbox: Outbox): Promise<NewRequest | undefined> {
  if ('held' in unreached) return heldRequest(unreached.held, sender, outbox);
  const status = await outbox.status(unreached.request);
  if (status === undefined || status.request.sender !== sender) return undefined;
  const { id, team, surface, summary, content, leftOut, reply } = status.request;
  if (content === undefined) return undefined;
  return { key: id, team, sender, surface, summary, content, leftOut, reply, recipients: [] };
}
