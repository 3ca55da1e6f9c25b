import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { type Message, message } from '../../messages/message.ts';
import { outcomeMessage } from '../../messages/outcome.ts';
import { readerOf } from '../../messages/reader.ts';
import { reply } from '../../reply.ts';
import type { Ports } from '../ports.ts';
import { resend } from '../resend.ts';

/** "Send again": what failed, and what nobody knows of, is tried anew; the answer takes the place of the clicked message. */
export const sendAgain =
  (ports: Ports) =>
  async ({ ack, action, body, client }: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs) => {
    await ack();
    const to = { user: body.user.id, responseUrl: body.response_url, replaces: true };
    const say = (answer: Message) => reply(client, to, answer, { replies: 0, age: 0 });
    const resent = await resend(action.value ?? '', body.user.id, ports, to);
    if (resent.kind === 'sent again') return;
    const words = await ports.wordsFor(body.user.id);
    await say(
      resent.kind === 'too old'
        ? message(`:x: ${words.tooOld.notification}`)
        : outcomeMessage(words, resent.status, readerOf(body.user.id, ports.who().file.admins)),
    );
  };
