import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { reply } from '../../reply.ts';
import type { Ports } from '../ports.ts';
import { withdraw } from '../withdraw.ts';

/** "Undo": takes the notification back and says so in place of the message that was clicked. */
export const undo =
  (ports: Ports) =>
  async ({ ack, action, body, client }: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs) => {
    await ack();
    const answer = await withdraw(action.value ?? '', body.user.id, ports);
    await reply(client, { user: body.user.id, responseUrl: body.response_url, replaces: true }, answer, {
      replies: 0,
      age: 0,
    });
  };
