import type { webApi } from '@slack/bolt';
import { refusal } from './refusal.ts';

/** Slack allows hundreds of these calls a minute (docs.slack.dev/reference/methods/auth.test). */
const PACE = 20_000;

/**
 * Asks again and again whether Slack still takes the bot's token. A socket stays open when the app was removed from the
 * workspace or its token revoked, and nothing comes over it any more: a quiet day looks the same.
 * @param client one that does not wait
 * @param onTrouble what is wrong with the token and how to mend it; undefined: Slack takes it
 * @returns what ends it
 */
export function watchToken(
  client: webApi.WebClient,
  onTrouble: (trouble: string | undefined) => void,
  pace = PACE,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  async function look(): Promise<void> {
    try {
      await client.auth.test();
      onTrouble(undefined);
    } catch (error) {
      const refused = refusal(error, 'SLACK_BOT_TOKEN');
      // A Slack that does not answer says nothing of the token.
      if (refused) onTrouble(`${refused.message} ${refused.advice}`);
    }
    if (!ended) wait();
  }
  function wait(): void {
    timer = setTimeout(() => void look(), pace).unref();
  }
  wait();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
