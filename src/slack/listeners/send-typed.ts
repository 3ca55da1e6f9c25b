import type { Words } from '../../language/words.ts';
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
import { type Reader, readerOf } from '../messages/reader.ts';
import { storeRefused, whomToAsk, whyRefused } from '../messages/reasons.ts';
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
  const asker = readerOf(typed.sender.slackId, ports.who().file.admins);
  const submitted = await ports
    .submit({ ...about, surface: 'command', recipients, ...(tag !== undefined && { tag }), body, files: [] })
    // The log has learnt why.
    .catch(() => undefined);
  if (submitted === undefined) return notStored();
  switch (submitted.kind) {
    case 'refused':
      return withDraft((words, draft) => refusalMessage(words, submitted.refusal, draft, asker));
    case 'to confirm':
      return withDraft((words, draft) => confirmationMessage(words, submitted, draft));
    default:
      return { requestId: submitted.requestId };
  }

  function unclear(what: Unclear): Promise<Sent> {
    return withDraft((words, draft) => unclearMessage(words, what, text, draft));
  }

  async function withDraft(write: (words: Words, draft: string) => Message): Promise<Sent> {
    try {
      const draft = await ports.outbox.keepDraft({ sender: typed.sender.slackId, text });
      return { answer: write(await ports.wordsFor(typed.sender.slackId), draft) };
    } catch (error) {
      ports.log.error({ error }, 'what was typed could not be stored for the form');
      return notStored();
    }
  }

  async function notStored(): Promise<Sent> {
    const words = await ports.wordsFor(typed.sender.slackId);
    return { answer: message(`:x: ${storeRefused(words, text)}`) };
  }
}

function refusalMessage(words: Words, refusal: Refusal, draft: string, asker: Reader): Message {
  const held = refusal.kind === 'nobody found' ? refusal.held : undefined;
  return notAccepted(
    words,
    whyRefused(words, refusal),
    draft,
    held === undefined ? [] : [askForLink(words, { held }, asker)],
    // One who may not send reads the admins in the sentence itself.
    refusal.kind === 'not permitted' ? undefined : whomToAsk(words, asker)[0],
  );
}
