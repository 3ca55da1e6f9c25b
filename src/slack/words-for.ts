import { localeOf, STANDARD, wordsOf } from '../language/catalogues.ts';
import type { Words } from '../language/words.ts';
import type { Log } from '../log/log.ts';
import type { SlackPeople } from '../people/slack-people.ts';
import type { Languages } from '../store/languages.ts';
import { patientFor } from './directory.ts';

/**
 * Longest wait for either answer. A trigger opens a form for three seconds, and other look-ups may have to follow: a form
 * in the wrong language is better than none.
 */
const PATIENCE = 400;
/** Slack did not answer in time: for so long nobody waits for the next answer. */
const PAUSE = 10_000;
/** Most people whose language is remembered; the oldest go first. */
const MOST = 20_000;

export interface WordsForParts {
  languages: Pick<Languages, 'chosen'>;
  slack: Pick<SlackPeople, 'person'>;
  log: Log;
  now?: () => number;
}

/**
 * What the bot says to somebody, in the language they chose in its Home, else the one they use Slack in, else English.
 * Whoever was asked about before is not waited for: an answer that comes late counts the next time.
 */
export function createWordsFor({ languages, slack, log, now = Date.now }: WordsForParts) {
  const known = new Map<string, string>();
  let silentUntil = 0;

  async function inSlack(slackId: string): Promise<string | undefined> {
    const asked = slack.person(slackId).then((person) => {
      if (person?.locale === undefined) return undefined;
      known.delete(slackId);
      known.set(slackId, person.locale);
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
      return person.locale;
    });
    // A remembered answer is there before any timer.
    const patience = known.has(slackId) || silentUntil > now() ? 0 : PATIENCE;
    try {
      return await patientFor(asked, patience);
    } catch (error) {
      if (patience > 0) {
        silentUntil = now() + PAUSE;
        log.info({ error, user: slackId }, 'Slack did not say which language somebody reads; they get the one known');
      }
      return known.get(slackId);
    }
  }

  return async (slackId: string): Promise<Words> => {
    const shown = inSlack(slackId);
    const chosen = await patientFor(languages.chosen(slackId), PATIENCE).catch((error: unknown) => {
      log.warn({ error }, 'the store did not say which language somebody chose');
      return undefined;
    });
    return wordsOf(localeOf(chosen) ?? localeOf(await shown) ?? STANDARD);
  };
}
export type WordsFor = ReturnType<typeof createWordsFor>;
