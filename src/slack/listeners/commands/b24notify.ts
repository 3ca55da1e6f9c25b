import { randomUUID } from 'node:crypto';
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs, SlashCommand } from '@slack/bolt';
import { helpMessage } from '../../messages/help.ts';
import { historyMessage } from '../../messages/history.ts';
import { type Message, message } from '../../messages/message.ts';
import { placeOf } from '../../place.ts';
import { reply } from '../../reply.ts';
import { acceptedWith } from '../accepted.ts';
import { openComposeForm } from '../open-compose-form.ts';
import type { Ports } from '../ports.ts';
import { readTyped, sendTyped, type TypedCommand } from '../send-typed.ts';
import { withdraw } from '../withdraw.ts';

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** `/b24notify`: sends what was typed, or opens the form, helps, shows the history, takes the last one back. */
export const b24notify = (ports: Ports) => async (args: Args) => {
  const { command } = args;
  const read = await readTyped(command.text ?? '', ports);
  switch (read.kind) {
    case 'form':
      return openForm(args, ports);
    case 'help':
      return answerWith(args, helpMessage(await ports.wordsFor(command.user_id)), ports);
    case 'history':
      return history(args, ports);
    case 'undo':
      return undoLast(args, ports);
    case 'unclear':
    case 'send': {
      const sent = await sendTyped(read, typedCommand(command, ports.team()), ports);
      if ('answer' in sent) return answerWith(args, sent.answer, ports);
      return acceptedWith(args.ack, sent.requestId, ports);
    }
  }
};

function typedCommand(command: SlashCommand, team: string): TypedCommand {
  return {
    key: keyOf(command, team),
    team,
    sender: { slackId: command.user_id, name: command.user_name },
    place: placeOf({ id: command.channel_id, name: command.channel_name }),
    text: command.text ?? '',
    reply: answerTo(command),
  };
}

async function openForm({ command, ack, client }: Args, ports: Ports): Promise<void> {
  await ack();
  const opening = { client, triggerId: command.trigger_id, user: command.user_id, ports };
  await openComposeForm(opening, { recipients: [], text: '' }, originOf(command));
}

async function history({ command, ack, client }: Args, ports: Ports): Promise<void> {
  await ack();
  const lines = await ports.outbox.history(ports.team(), command.user_id, 10);
  await reply(client, answerTo(command), historyMessage(await ports.wordsFor(command.user_id), lines), {
    replies: 0,
    age: 0,
  });
}

async function undoLast({ command, ack, client }: Args, ports: Ports): Promise<void> {
  await ack();
  const last = await ports.outbox.lastOf(ports.team(), command.user_id);
  const answer = last
    ? await withdraw(last, command.user_id, ports)
    : message(`:x: ${(await ports.wordsFor(command.user_id)).takingBack.nothingSent}`);
  await reply(client, answerTo(command), answer, { replies: 0, age: 0 });
}

/** What Slack may send twice has the same; without a trigger two commands must not be taken for one. */
function keyOf(command: SlashCommand, team: string): string {
  return `${team}:${command.trigger_id || command.response_url || randomUUID()}`;
}

function answerTo(command: SlashCommand) {
  return { user: command.user_id, ...(command.response_url && { responseUrl: command.response_url }) };
}

function originOf(command: SlashCommand) {
  return {
    place: placeOf({ id: command.channel_id, name: command.channel_name }),
    ...(command.response_url && { responseUrl: command.response_url }),
  };
}

/**
 * Answers in the acknowledgement. Where Slack does not take it (the socket has just fallen) the answer goes the other way:
 * what was typed is kept behind its button, and whether Slack delivers the command again nobody promises.
 */
async function answerWith({ command, ack, client }: Args, answer: Message, ports: Ports): Promise<void> {
  try {
    await ack({ response_type: 'ephemeral', ...answer });
  } catch (error) {
    ports.log.warn({ error, user: command.user_id }, 'Slack did not take the acknowledgement with an answer in it');
    await reply(client, answerTo(command), answer, { replies: 0, age: 0 });
  }
}
