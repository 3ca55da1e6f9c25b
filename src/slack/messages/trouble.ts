import type { webApi } from '@slack/bolt';
import type { DispatcherTrouble } from '../../delivery/dispatcher.ts';
import type { Log } from '../../log/log.ts';
import { escaped } from '../mrkdwn.ts';
import { message } from './message.ts';

/** What the admins of people.yml may have to mend. */
export type Trouble = DispatcherTrouble | { kind: 'people file broken'; problems: readonly string[] };

/** Tells the admins of people.yml what only they can mend. Told when it begins and when it is over, not in between. */
export async function tellAdmins(
  trouble: Trouble,
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

function wordsFor(trouble: Trouble): string | undefined {
  switch (trouble.kind) {
    case 'credentials refused':
      return `:warning: Bitrix24 refuses the bot, so nothing is delivered. Everything is kept and goes out by itself once this is mended.\n${escaped(trouble.sentence)}\n${escaped(trouble.advice)}`;
    case 'credentials work again':
      return ':white_check_mark: Bitrix24 takes the bot again; what was kept is being delivered.';
    case 'people file broken':
      return `:warning: The new version of people.yml cannot be used, so the bot goes on with the last good one. It is read again as soon as it changes.\n${trouble.problems.map((problem) => `• ${escaped(problem)}`).join('\n')}`;
    default:
      return undefined;
  }
}
