import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { notKept } from '../../messages/confirmation.ts';
import { linkAskedFor, linkWanted, onlyAdmins, readUnreached } from '../../messages/linking.ts';
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
      await say(notKept(await ports.wordsFor(sender)));
      return;
    }
    const { admins } = ports.who().file;
    if (admins.has(sender)) {
      await client.views.open({ trigger_id: body.trigger_id, view: linkForm(await ports.wordsFor(sender), first) });
      return;
    }
    const asked: string[] = [];
    for (const admin of admins) {
      try {
        const words = await ports.wordsFor(admin);
        for (const slackId of people)
          await client.chat.postMessage({ channel: admin, ...linkWanted(words, sender, slackId) });
        asked.push(admin);
      } catch (error) {
        ports.log.warn({ error, admin }, 'an admin could not be asked for a link');
      }
    }
    await say(linkAskedFor(await ports.wordsFor(sender), people, asked));
  };

/** "Link now", in the message to an admin. */
export const linkNow =
  (ports: Ports) =>
  async ({ ack, action, body, client }: Args): Promise<void> => {
    await ack();
    const words = await ports.wordsFor(body.user.id);
    if (ports.who().file.admins.has(body.user.id)) {
      await client.views.open({ trigger_id: body.trigger_id, view: linkForm(words, action.value ?? '') });
      return;
    }
    await reply(client, { user: body.user.id, responseUrl: body.response_url }, message(onlyAdmins(words)), {
      replies: 0,
      age: 0,
    });
  };
