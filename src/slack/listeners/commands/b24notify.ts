import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs, SlashCommand } from '@slack/bolt';
import { isEmpty } from '../../../text/document.ts';
import { parseMrkdwn } from '../../../text/parse/mrkdwn.ts';
import { readCommandText, type Typed } from '../../command-text.ts';
import { helpMessage } from '../../messages/help.ts';
import { historyMessage } from '../../messages/history.ts';
import { type Message, message } from '../../messages/message.ts';
import { storeRefused, whyRefused } from '../../messages/reasons.ts';
import { notAccepted, unclearMessage } from '../../messages/unclear.ts';
import { placeOf } from '../../place.ts';
import { reply } from '../../reply.ts';
import { acceptedWith } from '../accepted.ts';
import { openComposeForm } from '../open-compose-form.ts';
import type { Ports } from '../ports.ts';
import { withdraw } from '../withdraw.ts';

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs;

/** `/b24notify`: sends what was typed, or opens the form, helps, shows the history, takes the last one back. */
export const b24notify = (ports: Ports) => async (args: Args) => {
  const { command } = args;
  const read = readCommandText(command.text ?? '');
  switch (read.kind) {
    case 'form':
      return openForm(args, ports);
    case 'help':
      return args.ack(ephemeral(helpMessage()));
    case 'history':
      return history(args, ports);
    case 'undo':
      return undoLast(args, ports);
    case 'unclear':
      return refuse(args, ports, (draft) => unclearMessage(read.unclear, command.text, draft));
    case 'send':
      return send(args, ports, read.typed);
  }
};

async function send(args: Args, ports: Ports, { recipients, tag, text }: Typed): Promise<void> {
  const { command, ack } = args;
  const body = parseMrkdwn(text);
  // Blank characters and empty fences are text to a parser and nothing to a reader.
  if (isEmpty(body)) return refuse(args, ports, (draft) => unclearMessage({ kind: 'no text' }, command.text, draft));
  const submitted = await ports
    .submit({
      key: `${command.team_id}:${command.trigger_id}`,
      team: command.team_id,
      sender: { slackId: command.user_id, name: command.user_name },
      surface: 'command',
      place: placeOf({ id: command.channel_id, name: command.channel_name }),
      recipients,
      ...(tag !== undefined && { tag }),
      body,
      files: [],
      reply: answerTo(command),
    })
    .catch((error: unknown) => {
      ports.log.error({ error }, 'a request was not accepted: it could not be stored');
      return undefined;
    });
  if (submitted === undefined) return ack(ephemeral(message(`:x: ${storeRefused(command.text)}`)));
  if (submitted.kind === 'refused') {
    return refuse(args, ports, (draft) => notAccepted(whyRefused(submitted.refusal), draft));
  }
  await acceptedWith(ack, submitted.requestId, ports);
}

/** Says no, with a button to the form that already holds what was typed. */
async function refuse({ command, ack }: Args, ports: Ports, write: (draft: string) => Message): Promise<void> {
  try {
    const { user_id: sender, text } = command;
    await ack(ephemeral(write(await ports.outbox.keepDraft({ sender, text }))));
  } catch (error) {
    ports.log.error({ error }, 'what was typed could not be stored for the form');
    await ack(ephemeral(message(`:x: ${storeRefused(command.text)}`)));
  }
}

async function openForm({ command, ack, client }: Args, ports: Ports): Promise<void> {
  await ack();
  const opening = { client, triggerId: command.trigger_id, user: command.user_id, log: ports.log };
  await openComposeForm(opening, { recipients: [], text: '' }, originOf(command));
}

async function history({ command, ack, client }: Args, ports: Ports): Promise<void> {
  await ack();
  const lines = await ports.outbox.history(command.team_id, command.user_id, 10);
  await reply(client, answerTo(command), historyMessage(lines), { replies: 0, age: 0 });
}

async function undoLast({ command, ack, client }: Args, ports: Ports): Promise<void> {
  await ack();
  const last = await ports.outbox.lastOf(command.team_id, command.user_id);
  const answer = last
    ? await withdraw(last, command.user_id, ports)
    : message(':x: You have sent nothing to Bitrix24 yet, so there is nothing to take back.');
  await reply(client, answerTo(command), answer, { replies: 0, age: 0 });
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

function ephemeral(answer: Message) {
  return { response_type: 'ephemeral' as const, ...answer };
}
