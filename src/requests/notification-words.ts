import { type Locale, localeOf, STANDARD, wordsOf } from '../language/catalogues.ts';
import type { Words } from '../language/words.ts';

/** The portal did not say its language: how long until it is asked again, in milliseconds. */
const PAUSE = 60_000;

/** What the bot says inside a notification, whoever sends it. */
export interface NotificationWords {
  words(): Words;
  stop(): void;
}

/**
 * In the language the settings name, else in the portal's as soon as the portal has said it, else in English. Nothing
 * waits for the portal.
 * @param portalLanguage what the portal says; undefined: it never will; throws: it may, later
 */
export function notificationWords(
  locale: Locale | undefined,
  portalLanguage: (signal: AbortSignal) => Promise<string | undefined>,
  { onKnown, pause = PAUSE }: { onKnown(locale: Locale): void; pause?: number },
): NotificationWords {
  let words = wordsOf(locale ?? STANDARD);
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    try {
      const known = localeOf(await portalLanguage(stopping.signal)) ?? STANDARD;
      words = wordsOf(known);
      onKnown(known);
    } catch {
      // Whatever keeps the portal from answering is told by those who have something to deliver.
      if (!stopping.signal.aborted) timer = setTimeout(() => void ask(), pause).unref();
    }
  }
  if (locale === undefined) void ask();

  return {
    words: () => words,
    stop() {
      stopping.abort();
      clearTimeout(timer);
    },
  };
}
