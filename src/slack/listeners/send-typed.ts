import type { Reply } from '../../outbox/request.ts';
import type { KnownNames } from '../../people/literal-names.ts';
import type { Submission } from '../../requests/submission.ts';
import type { Refusal } from '../../requests/submit.ts';
import { isEmpty } from '../../text/document.ts';
import { parseMrkdwn } from '../../text/parse/mrkdwn.ts';
import { type CommandText, readCommandText, type Unclear } from '../command-text.ts';
import { confirmationMessage } from '../messages/confirmation.ts';
import { askForLink } from '../messages/linking.ts';
import { type Message, message } from '../messages/message.ts';
import { storeRefused, whyRefused } from '../messages/reasons.ts';
import { notAccepted, unclearMessage } from '../messages/unclear.ts';
import type { Ports } from './ports.ts';

/** What was typed after the command, and by whom. */
export type TypedCommand = Pick<Submission, 'key' | 'team' | 'sender' | 'place'> & { text: string; reply: Reply };

/** A request that is stored, or what the sender reads instead. */
export type Sent = { requestId: string } | { answer: Message };

/** Reads a command, and looks names up that Slack made no mentions of. */
export async function readTyped(text: string, { who, directory, log }: Ports): Promise<CommandText> {
  const { groups, byEmail } = who().file;
  const names: KnownNames = { groups: new Set(groups.keys()), addresses: [], colleagues: [] };
  const read = readCommandText(text, names);
  if (read.kind !== 'unclear' || read.unclear.kind !== 'no mention') return read;
  try {
    const colleagues = await directory.colleagues();
    return readCommandText(text, { ...names, addresses: [...byEmail.keys()], colleagues });
  } catch (error) {
    log.warn({ error }, 'Slack did not list the workspace in time; a typed name stays unknown');
    return read;
  }
}

/** Sends what was typed. Whatever stops it is answered, with a button to the form that already holds all of it. */
export async function sendTyped(
  read: Extract<CommandText, { kind: 'send' | 'unclear' }>,
  typed: TypedCommand,
  ports: Ports,
): Promise<Sent> {
  const { text, ...about } = typed;
  if (read.kind === 'unclear') return unclear(read.unclear);
  const body = parseMrkdwn(read.typed.text);
  // Blank characters and empty fences are text to a parser and nothing to a reader.
  if (isEmpty(body)) return unclear({ kind: 'no text' });
  const { recipients, tag } = read.typed;
  const asker = ports.who().file.admins.has(typed.sender.slackId) ? 'admin' : 'other';
  const submitted = await ports
    .submit({ ...about, surface: 'command', recipients, ...(tag !== undefined && { tag }), body, files: [] })
    // The log has learnt why.
    .catch(() => undefined);
  if (submitted === undefined) return { answer: message(`:x: ${storeRefused(text)}`) };
  switch (submitted.kind) {
    case 'refused':
      return withDraft((draft) => refusalMessage(submitted.refusal, draft, asker));
    case 'to confirm':
      return withDraft((draft) => confirmationMessage(submitted, draft));
    default:
      return { requestId: submitted.requestId };
  }

  function unclear(what: Unclear): Promise<Sent> {
    return withDraft((draft) => unclearMessage(what, text, draft));
  }

  async function withDraft(write: (draft: string) => Message): Promise<Sent> {
    try {
      return { answer: write(await ports.outbox.keepDraft({ sender: typed.sender.slackId, text })) };
    } catch (error) {
      ports.log.error({ error }, 'what was typed could not be stored for the form');
      return { answer: message(`:x: ${storeRefused(text)}`) };
    }
  }
}

function refusalMessage(refusal: Refusal, draft: string, asker: 'admin' | 'other'): Message {
  const held = refusal.kind === 'nobody found' ? refusal.held : undefined;
  return notAccepted(whyRefused(refusal), draft, held === undefined ? [] : [askForLink({ held }, asker)]);
}
