import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { stillUnlinked } from '../../../requests/linking.ts';
import { notKept } from '../../messages/confirmation.ts';
import {
  allLinked,
  declined,
  linkedMeanwhile,
  notAllTold,
  onlyAdmins,
  readPeople,
  readUnreached,
} from '../../messages/linking.ts';
import { type Message, message } from '../../messages/message.ts';
import { reply } from '../../reply.ts';
import { linkForm, readQueue } from '../../views/link-form.ts';
import { onTheirWay } from '../accepted.ts';
import { askAdmins } from '../ask-for-link.ts';
import { formNotOpened } from '../failed.ts';
import type { Ports } from '../ports.ts';

type Args = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;

/**
 * "Ask an admin to link": the request is kept for those who are not linked, and the admins are asked. For an admin it
 * says "Link now": they link them at once, one after the other.
 */
export const askForLink =
  (ports: Ports) =>
  async (args: Args): Promise<void> => {
    const { ack, action, body, client } = args;
    await ack();
    const sender = body.user.id;
    const words = await ports.wordsFor(sender);
    const kept = await ports.keepForLink(readUnreached(action.value ?? ''), sender);
    onTheirWay(kept?.sent ?? [], ports);
    if (kept === undefined) return say(args, notKept(words));
    if (kept.people.length === 0) return say(args, linkedMeanwhile(words));
    if (ports.who().file.admins.has(sender)) return openLinkForm(args, kept.people, ports);
    await say(args, await askAdmins(kept.people, sender, client, ports));
  };

/** "Link now", in the message to an admin: begins with the first of those who are not linked yet. */
export const linkNow =
  (ports: Ports) =>
  async (args: Args): Promise<void> => {
    await args.ack();
    const words = await ports.wordsFor(args.body.user.id);
    if (!isAdmin(args, ports)) return say(args, message(onlyAdmins(words)));
    const people = await stillUnlinked(readPeople(args.action.value ?? ''), ports.who());
    if (people.length === 0) return say(args, allLinked(words));
    await openLinkForm(args, people, ports);
  };

/** "Do not link": what waits for these people ends, and its senders are told. */
export const declineLink =
  (ports: Ports) =>
  async (args: Args): Promise<void> => {
    const { ack, action, body } = args;
    await ack();
    const words = await ports.wordsFor(body.user.id);
    if (!isAdmin(args, ports)) return say(args, message(onlyAdmins(words)));
    const people = await stillUnlinked(readPeople(action.value ?? ''), ports.who());
    if (people.length === 0) return say(args, allLinked(words));
    let untold = 0;
    for (const slackId of people) untold += await ports.declineLink(slackId);
    ports.log.info({ admin: body.user.id, declined: people }, 'an admin decided not to link somebody');
    // The question stays, to be answered again.
    if (untold > 0) return say(args, notAllTold(words, untold));
    const to = { user: body.user.id, responseUrl: body.response_url, replaces: true };
    await reply(args.client, to, declined(words, people, body.user.id), { replies: 0, age: 0 });
  };

/** "Not this one", in the form: the next one comes, and the one left out goes on waiting. */
export const skipLink =
  (ports: Ports) =>
  async ({ ack, body, client }: Args): Promise<void> => {
    await ack();
    if (body.view === undefined) return;
    const [next, ...rest] = await stillUnlinked(readQueue(body.view.private_metadata).rest, ports.who());
    if (next === undefined) return;
    const view = linkForm(await ports.wordsFor(body.user.id), next, rest);
    await client.views.update({ view_id: body.view.id, hash: body.view.hash, view });
  };

async function openLinkForm({ body, client }: Args, [first = '', ...rest]: string[], ports: Ports): Promise<void> {
  void ports.portalDirectory.ready();
  try {
    const view = linkForm(await ports.wordsFor(body.user.id), first, rest);
    await client.views.open({ trigger_id: body.trigger_id, view });
    ports.openedForms.add(body.trigger_id);
  } catch (error) {
    const to = { user: body.user.id, responseUrl: body.response_url, triggerId: body.trigger_id };
    await formNotOpened(error, to, client, ports);
  }
}

function isAdmin({ body }: Args, { who }: Ports): boolean {
  return who().file.admins.has(body.user.id);
}

async function say({ body, client }: Args, answer: Message): Promise<void> {
  await reply(client, { user: body.user.id, responseUrl: body.response_url }, answer, { replies: 0, age: 0 });
}
