import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { notKept, notSent } from '../../messages/confirmation.ts';
import { reply } from '../../reply.ts';
import { acceptedWith } from '../accepted.ts';
import type { Ports } from '../ports.ts';

type Args = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;

/** "Send to 14 people": the held request goes out, and what comes of it takes the place of the question. */
export const confirm =
  (ports: Ports) =>
  async ({ ack, action, body, client }: Args): Promise<void> => {
    const to = { user: body.user.id, responseUrl: body.response_url, replaces: true };
    const requestId = await ports.confirm(action.value ?? '', body.user.id, to);
    if (requestId !== undefined) return acceptedWith(() => ack(), requestId, ports);
    await ack();
    await reply(client, to, notKept(await ports.wordsFor(body.user.id)), { replies: 0, age: 0 });
  };

/** "Do not send". */
export const doNotSend =
  (ports: Ports) =>
  async ({ ack, body, client }: Args): Promise<void> => {
    await ack();
    const to = { user: body.user.id, responseUrl: body.response_url, replaces: true };
    await reply(client, to, notSent(await ports.wordsFor(body.user.id)), { replies: 0, age: 0 });
  };
