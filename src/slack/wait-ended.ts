import type { webApi } from '@slack/bolt';
import type { Words } from '../language/words.ts';
import type { Log } from '../log/log.ts';
import type { WaitEnded } from '../requests/linking.ts';
import { waitEnded } from './messages/linking.ts';
import { reply } from './reply.ts';

/** Tells a sender that their request waits for a link no longer; the log learns where Slack does not take it. */
export async function tellWaitEnded(
  ended: WaitEnded,
  { client, wordsFor, log }: { client: webApi.WebClient; wordsFor(slackId: string): Promise<Words>; log: Log },
): Promise<void> {
  try {
    await reply(client, { user: ended.sender }, waitEnded(await wordsFor(ended.sender), ended), { replies: 0, age: 0 });
  } catch (error) {
    log.warn({ error, user: ended.sender }, 'a sender could not be told that nobody was linked');
  }
}
