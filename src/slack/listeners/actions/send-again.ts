import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { message } from '../../messages/message.ts';
import { reply } from '../../reply.ts';
import type { Ports } from '../ports.ts';

/** "Send again": what failed, and what nobody knows of, is tried anew; the answer takes the place of the clicked message. */
export const sendAgain =
  (ports: Ports) =>
  async ({ ack, action, body, client }: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs) => {
    await ack();
    const to = { user: body.user.id, responseUrl: body.response_url, replaces: true };
    const say = (text: string) => reply(client, to, message(text), { replies: 0, age: 0 });
    const status = await ports.outbox.status(action.value ?? '');
    if (!status || status.request.sender !== body.user.id) {
      await say(':x: This notification is too old: the bot does not know it any more.');
      return;
    }
    const again = status.notifications.filter(({ state }) => state === 'failed' || state === 'unknown');
    const now = Date.now();
    const changed = await ports.outbox.note(
      again.map(({ id }) => ({ id, happening: { kind: 'sent again', dueAt: now } })),
    );
    if (changed.length === 0) {
      await say(':x: There is nothing left to send again.');
      return;
    }
    await ports.outbox.noteReport(status.request.id, { report: 'silent', reply: to });
    ports.reporter.expect(status.request.id);
    ports.deliver();
  };
