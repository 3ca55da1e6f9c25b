import type { webApi } from '@slack/bolt';
import { type Asked, linkAskedFor, linkWanted, MOST_IN_BUTTON } from '../messages/linking.ts';
import type { Message } from '../messages/message.ts';
import type { Ports } from './ports.ts';

/** Whoever asks for the same person again, the admins are told of it once in so long. */
const ONCE_IN = 24 * 60 * 60_000;

/**
 * Asks every admin, in one message, to link these people. Admins are not told again of somebody they were told of lately,
 * whoever asks.
 * @returns what the sender reads about it
 */
export async function askAdmins(
  people: readonly string[],
  sender: string,
  client: webApi.WebClient,
  { who, asks, wordsFor, log }: Ports,
): Promise<Message> {
  const admins = [...who().file.admins];
  // Without admins nothing is claimed: the first one to be named is told of the next who asks.
  const fresh: string[] = [];
  for (const slackId of admins.length > 0 ? people : []) {
    if (await asks.take(askName(slackId), ONCE_IN)) fresh.push(slackId);
  }
  const told: string[] = [];
  for (const admin of fresh.length > 0 ? admins : []) {
    const words = await wordsFor(admin);
    try {
      for (let from = 0; from < fresh.length; from += MOST_IN_BUTTON) {
        const some = fresh.slice(from, from + MOST_IN_BUTTON);
        await client.chat.postMessage({ channel: admin, ...linkWanted(words, sender, some) });
      }
      told.push(admin);
    } catch (error) {
      log.warn({ error, admin }, 'an admin could not be asked for a link');
    }
  }
  if (told.length === 0) for (const slackId of fresh) await asks.giveBack(askName(slackId));
  const asked: Asked = { told, before: fresh.length === 0, admins };
  return linkAskedFor(await wordsFor(sender), people, asked);
}

/** Under which name the store remembers that the admins were asked for somebody. */
export function askName(slackId: string): string {
  return `link for ${slackId}`;
}
