import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { stillUnlinked } from '../../../requests/linking.ts';
import { NOT_KEPT } from '../../messages/confirmation.ts';
import {
  ALL_LINKED,
  declined,
  LINKED_MEANWHILE,
  ONLY_ADMINS,
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
    const kept = await ports.keepForLink(readUnreached(action.value ?? ''), sender);
    onTheirWay(kept?.sent ?? [], ports);
    if (kept === undefined) return say(args, message(NOT_KEPT));
    if (kept.people.length === 0) return say(args, message(LINKED_MEANWHILE));
    if (ports.who().file.admins.has(sender)) return openLinkForm(args, kept.people, ports);
    await say(args, await askAdmins(kept.people, sender, client, ports));
  };

/** "Link now", in the message to an admin: begins with the first of those who are not linked yet. */
export const linkNow =
  (ports: Ports) =>
  async (args: Args): Promise<void> => {
    await args.ack();
    if (!isAdmin(args, ports)) return say(args, message(ONLY_ADMINS));
    const people = await stillUnlinked(readPeople(args.action.value ?? ''), ports.who());
    if (people.length === 0) return say(args, message(ALL_LINKED));
    await openLinkForm(args, people, ports);
  };

/** "Do not link": what waits for these people ends, and its senders are told. */
export const declineLink =
  (ports: Ports) =>
  async (args: Args): Promise<void> => {
    const { ack, action, body } = args;
    await ack();
    if (!isAdmin(args, ports)) return say(args, message(ONLY_ADMINS));
    const people = await stillUnlinked(readPeople(action.value ?? ''), ports.who());
    if (people.length === 0) return say(args, message(ALL_LINKED));
    for (const slackId of people) await ports.declineLink(slackId);
    ports.log.info({ admin: body.user.id, declined: people }, 'an admin decided not to link somebody');
    const to = { user: body.user.id, responseUrl: body.response_url, replaces: true };
    await reply(args.client, to, declined(people, body.user.id), { replies: 0, age: 0 });
  };

/** "Not this one", in the form: the next one comes, and the one left out goes on waiting. */
export const skipLink =
  (ports: Ports) =>
  async ({ ack, body, client }: Args): Promise<void> => {
    await ack();
    if (body.view === undefined) return;
    const [next, ...rest] = await stillUnlinked(readQueue(body.view.private_metadata).rest, ports.who());
    if (next === undefined) return;
    await client.views.update({ view_id: body.view.id, hash: body.view.hash, view: linkForm(next, rest) });
  };

async function openLinkForm({ body, client }: Args, [first = '', ...rest]: string[], ports: Ports): Promise<void> {
  void ports.portalDirectory.ready();
  try {
    await client.views.open({ trigger_id: body.trigger_id, view: linkForm(first, rest) });
  } catch (error) {
    await formNotOpened(error, { user: body.user.id, responseUrl: body.response_url }, client, ports.log);
  }
}

function isAdmin({ body }: Args, { who }: Ports): boolean {
  return who().file.admins.has(body.user.id);
}

async function say({ body, client }: Args, answer: Message): Promise<void> {
  await reply(client, { user: body.user.id, responseUrl: body.response_url }, answer, { replies: 0, age: 0 });
}
