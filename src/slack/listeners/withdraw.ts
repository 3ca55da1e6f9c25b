import { type Message, message } from '../messages/message.ts';
import { outcomeMessage } from '../messages/outcome.ts';
import { readerOf } from '../messages/reader.ts';
import { withdrawnMessage } from '../messages/withdrawn.ts';
import type { Ports } from './ports.ts';

/** Takes a request back for its sender, and says what came of it. */
export async function withdraw(requestId: string, sender: string, ports: Ports): Promise<Message> {
  const [words, status] = await Promise.all([ports.wordsFor(sender), ports.outbox.status(requestId)]);
  if (status === undefined) return message(`:x: ${words.tooOld.notification}`);
  if (status.request.sender !== sender) return message(`:x: ${words.takingBack.onlySender}`);
  try {
    const withdrawal = await ports.takeBack(requestId);
    if (Object.values(withdrawal).every(({ length }) => length === 0)) {
      // Undo was pressed twice, or nothing had been delivered: how it stands is the answer.
      return outcomeMessage(
        words,
        (await ports.outbox.status(requestId)) ?? status,
        readerOf(sender, ports.who().file.admins),
      );
    }
    // What is on its way at this moment may still arrive, and then its sender is told so.
    if (withdrawal.underWay.length === 0) await ports.outbox.noteReport(requestId, { report: 'told' });
    return withdrawnMessage(words, requestId, status.request.summary, withdrawal);
  } catch (error) {
    ports.log.error({ error, request: requestId }, 'a notification could not be taken back');
    return message(`:x: ${words.takingBack.storeSilent}`);
  }
}
