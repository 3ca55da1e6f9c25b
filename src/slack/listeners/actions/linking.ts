import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { NOT_KEPT } from '../../messages/confirmation.ts';
import { linkAskedFor, linkWanted, ONLY_ADMINS, readUnreached } from '../../messages/linking.ts';
import { type Message, message } from '../../messages/message.ts';
import { reply } from '../../reply.ts';
import { linkForm } from '../../views/link-form.ts';
import type { Ports } from '../ports.ts';

type Args = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;

/**
 * "Ask an admin to link": the request is kept for those who are not linked, and the admins are asked; an admin who
 * clicks it links the first of them at once.
 */
export const askForLink =
  (ports: Ports) =>
  async ({ ack, action, body, client }: Args): Promise<void> => {
    await ack();
    const sender = body.user.id;
    const say = (answer: Message) =>
      reply(client, { user: sender, responseUrl: body.response_url }, answer, { replies: 0, age: 0 });
    const people = await ports.keepForLink(readUnreached(action.value ?? ''), sender);
    const [first] = people ?? [];
    if (people === undefined || first === undefined) {
      await say(message(NOT_KEPT));
      return;
    }
    const { admins } = ports.who().file;
    if (admins.has(sender)) {
      await client.views.open({ trigger_id: body.trigger_id, view: linkForm(first) });
      return;
    }
    const asked: string[] = [];
    for (const admin of admins) {
      try {
        for (const slackId of people) await client.chat.postMessage({ channel: admin, ...linkWanted(sender, slackId) });
        asked.push(admin);
      } catch (error) {
        ports.log.warn({ error, admin }, 'an admin could not be asked for a link');
      }
    }
    await say(linkAskedFor(people, asked));
  };

/** "Link now", in the message to an admin. */
export const linkNow =
  (ports: Ports) =>
  async ({ ack, action, body, client }: Args): Promise<void> => {
    await ack();
    if (ports.who().file.admins.has(body.user.id)) {
      await client.views.open({ trigger_id: body.trigger_id, view: linkForm(action.value ?? '') });
      return;
    }
    await reply(client, { user: body.user.id, responseUrl: body.response_url }, message(ONLY_ADMINS), {
      replies: 0,
      age: 0,
    });
  };
