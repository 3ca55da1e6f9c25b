import type { Words } from '../language/words.ts';
import { linkedPerson } from '../people/resolve.ts';
import type { WhoIsWho } from '../people/who-is-who.ts';
import type { Document } from '../text/document.ts';
import { mentionsOf, type Names, noNames } from '../text/names.ts';
import type { SlackDirectory } from './slack-directory.ts';

/**
 * Looks up what the people, groups and channels in some documents are called, all at once. What Slack does not say is
 * absent, and the text then shows the label it came with, or the words for it: no name is worth losing a notification
 * for.
 */
export async function namesOf(
  documents: readonly Document[],
  who: WhoIsWho,
  slack: SlackDirectory,
  { nameless }: Pick<Words['notification'], 'nameless'>,
): Promise<Names> {
  const mentions = mentionsOf({ blocks: documents.flatMap(({ blocks }) => blocks) });
  if (Object.values(mentions).every(({ length }) => length === 0)) return { ...noNames, nameless };
  const [persons, groups, channels] = await Promise.all([
    namesBy(mentions.people, async (id) => {
      const [account, bitrix24Id] = await Promise.all([slack.person(id), linkedPerson(id, who)]);
      return account && { name: account.name, ...(bitrix24Id !== undefined && { bitrix24Id }) };
    }),
    namesBy(mentions.groups, (id) => slack.groupHandle(id)),
    namesBy(mentions.channels, (id) => slack.channelName(id)),
  ]);
  return { people: persons, groups, channels, nameless };
}

async function namesBy<T>(
  ids: readonly string[],
  look: (id: string) => Promise<T | undefined>,
): Promise<Map<string, T>> {
  const names = new Map<string, T>();
  await Promise.all(
    ids.map(async (id) => {
      const name = await look(id).catch(() => undefined);
      if (name !== undefined) names.set(id, name);
    }),
  );
  return names;
}
