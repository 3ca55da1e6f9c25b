import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { type Message, message } from '../../messages/message.ts';
import { outcomeMessage } from '../../messages/outcome.ts';
import { readerOf } from '../../messages/reader.ts';
import { reply } from '../../reply.ts';
import type { Ports } from '../ports.ts';

/** "Send again": what failed, and what nobody knows of, is tried anew; the answer takes the place of the clicked message. */
export const sendAgain =
  (ports: Ports) =>
  async ({ ack, action, body, client }: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs) => {
    await ack();
    const to = { user: body.user.id, responseUrl: body.response_url, replaces: true };
    const say = (answer: Message) => reply(client, to, answer, { replies: 0, age: 0 });
    const words = await ports.wordsFor(body.user.id);
    const status = await ports.outbox.status(action.value ?? '');
    if (!status || status.request.sender !== body.user.id) {
      await say(message(`:x: ${words.tooOld.notification}`));
      return;
    }
    const again = status.notifications.filter(({ state }) => state === 'failed' || state === 'unknown');
    const now = Date.now();
    const changed = await ports.outbox.note(
      again.map(({ id }) => ({ id, happening: { kind: 'sent again', dueAt: now } })),
    );
    if (changed.length === 0) {
      // The button was pressed twice: what has become of the first time is the answer.
      await say(outcomeMessage(words, status, readerOf(body.user.id, ports.who().file.admins)));
      return;
    }
    await ports.outbox.noteReport(status.request.id, { report: 'silent', reply: to });
    ports.reporter.expect(status.request.id);
    ports.deliver();
  };
