import type { webApi } from '@slack/bolt';
import type { DispatcherTrouble } from '../../delivery/dispatcher.ts';
import type { Log } from '../../log/log.ts';
import { escaped } from '../mrkdwn.ts';
import { message } from './message.ts';

/** Tells the admins of people.yml what only they can mend. Told when it begins and when it is over, not in between. */
export async function tellAdmins(
  trouble: DispatcherTrouble,
  admins: ReadonlySet<string>,
  client: webApi.WebClient,
  log: Log,
): Promise<void> {
  const words = wordsFor(trouble);
  if (words === undefined) return;
  for (const channel of admins) {
    await client.chat
      .postMessage({ channel, ...message(words) })
      .catch((error: unknown) => log.warn({ error }, 'an admin could not be told of trouble'));
  }
}

function wordsFor(trouble: DispatcherTrouble): string | undefined {
  switch (trouble.kind) {
    case 'credentials refused':
      return `:warning: Bitrix24 refuses the bot, so nothing is delivered. Everything is kept and goes out by itself once this is mended.\n${escaped(trouble.sentence)}\n${escaped(trouble.advice)}`;
    case 'credentials work again':
      return ':white_check_mark: Bitrix24 takes the bot again; what was kept is being delivered.';
    default:
      return undefined;
  }
}
