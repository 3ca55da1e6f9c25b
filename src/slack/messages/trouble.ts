import type { webApi } from '@slack/bolt';
import type { Problem } from '../../config/configuration-error.ts';
import { sayFault } from '../../config/people-fault.ts';
import type { DispatcherTrouble } from '../../delivery/dispatcher.ts';
import type { Words } from '../../language/words.ts';
import type { Log } from '../../log/log.ts';
import { escaped } from '../mrkdwn.ts';
import { message } from './message.ts';
import { howToMend } from './portal-words.ts';

/** What the admins of people.yml may have to mend. */
export type Trouble = DispatcherTrouble | { kind: 'people file broken'; problems: readonly Problem[] };

export interface Telling {
  client: webApi.WebClient;
  wordsFor(slackId: string): Promise<Words>;
  log: Log;
}

/**
 * Tells the admins of people.yml what only they can mend, each in their own language. Told when it begins and when it is
 * over, not in between.
 * @returns how many Slack let us tell
 */
export async function tellAdmins(
  trouble: Trouble,
  admins: ReadonlySet<string>,
  { client, wordsFor, log }: Telling,
): Promise<number> {
  let told = 0;
  for (const channel of admins) {
    const what = troubleText(await wordsFor(channel), trouble);
    if (what === undefined) return told;
    try {
      await client.chat.postMessage({ channel, ...message(what) });
      told += 1;
    } catch (error) {
      log.warn({ error }, 'an admin could not be told of trouble');
    }
  }
  return told;
}

/** What the admins read of it; undefined where it is none of their business. */
export function troubleText(words: Words, trouble: Trouble): string | undefined {
  const said = words.trouble;
  switch (trouble.kind) {
    case 'credentials refused':
      return [
        `:warning: ${said.credentialsRefused}`,
        said.portalSaid(escaped(trouble.code)),
        howToMend(words, trouble.code),
      ].join('\n');
    case 'credentials work again':
      return `:white_check_mark: ${said.credentialsWork}`;
    case 'people file broken':
      return [
        `:warning: ${said.peopleFileBroken}`,
        ...trouble.problems.map((problem) => problemLine(words, problem)),
      ].join('\n');
    case 'limited':
    case 'failed inside':
      return undefined;
  }
}

function problemLine(words: Words, { where, wrong, mend, fault }: Problem): string {
  const said = fault === undefined ? { wrong, mend } : sayFault(words, fault);
  return `• ${escaped(`${where} ${said.wrong} ${said.mend}`)}`;
}
