import type { webApi } from '@slack/bolt';
import type { Words } from '../language/words.ts';
import type { Log } from '../log/log.ts';
import type { WaitEnded } from '../requests/linking.ts';
import { waitEnded } from './messages/linking.ts';
import { isOutOfReach, reply } from './reply.ts';

/**
 * Tells a sender that their request waits for a link no longer; the log learns where Slack does not take it.
 * @returns false where they have to be told later
 */
export async function tellWaitEnded(
  ended: WaitEnded,
  { client, wordsFor, log }: { client: webApi.WebClient; wordsFor(slackId: string): Promise<Words>; log: Log },
): Promise<boolean> {
  try {
    await reply(client, { user: ended.sender }, waitEnded(await wordsFor(ended.sender), ended), { replies: 0, age: 0 });
    return true;
  } catch (error) {
    const user = ended.sender;
    if (isOutOfReach(error)) {
      log.warn({ error, user }, 'a sender cannot be told that nobody was linked: Slack takes no message for them');
      return true;
    }
    log.warn({ error, user }, 'a sender could not be told that nobody was linked; what they wrote goes on waiting');
    return false;
  }
}
