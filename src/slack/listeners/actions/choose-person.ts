import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { recipientName } from '../../../people/recipient.ts';
import { readChoice } from '../../messages/choice.ts';
import { notKept } from '../../messages/confirmation.ts';
import type { Message } from '../../messages/message.ts';
import { placeOf } from '../../place.ts';
import { reply } from '../../reply.ts';
import { acceptedWith } from '../accepted.ts';
import type { Ports } from '../ports.ts';
import { readTyped, sendTyped } from '../send-typed.ts';

/**
 * One of several people that a typed name may mean was clicked: the command goes on as if they had been named, and what
 * comes of it takes the place of the question.
 */
export const choosePerson =
  (ports: Ports) =>
  async ({ ack, action, body, client }: SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs) => {
    const to = { user: body.user.id, responseUrl: body.response_url, replaces: true };
    const say = async (answer: Message) => {
      await ack();
      await reply(client, to, answer, { replies: 0, age: 0 });
    };
    const { draftId, recipient } = readChoice(action.value ?? '');
    const typed = (await ports.outbox.draft(draftId, body.user.id))?.trim();
    if (typed === undefined) return say(notKept(await ports.wordsFor(body.user.id)));
    const asked = await readTyped(typed, ports);
    const text =
      asked.kind === 'unclear' && asked.unclear.kind === 'several people'
        ? replaced(typed, asked.unclear, recipientName(recipient))
        : typed;
    const read = await readTyped(text, ports);
    if (read.kind !== 'send' && read.kind !== 'unclear') return say(notKept(await ports.wordsFor(body.user.id)));
    const command = {
      // Clicked twice, it is the same request.
      key: `${draftId}:${recipientName(recipient)}`,
      team: ports.team(),
      sender: { slackId: body.user.id, name: body.user.name ?? body.user.username },
      place: body.channel ? placeOf(body.channel) : ({ kind: 'none' } as const),
      text,
      reply: to,
    };
    const sent = await sendTyped(read, command, ports);
    if ('answer' in sent) return say(sent.answer);
    return acceptedWith(() => ack(), sent.requestId, ports);
  };

function replaced(text: string, { at, length }: { at: number; length: number }, by: string): string {
  return `${text.slice(0, at)}${by}${text.slice(at + length)}`;
}
