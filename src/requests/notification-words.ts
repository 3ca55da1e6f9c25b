import { type Locale, localeOf, STANDARD, wordsOf } from '../language/catalogues.ts';
import type { Words } from '../language/words.ts';

/** The portal did not say its language: how long until it is asked again, in milliseconds. */
const PAUSE = 60_000;

/** What the bot says inside a notification, whoever sends it. */
export interface NotificationWords {
  words(): Words;
  /** Begins to ask the portal, where the settings name no language. */
  start(): void;
  stop(): void;
}

export interface NotificationWordsParts {
  /** What the portal says; undefined: it never will; throws: it may, later. */
  portalLanguage(signal: AbortSignal): Promise<string | undefined>;
  onKnown(locale: Locale): void;
  onSilent(error: unknown): void;
  /** Milliseconds between two questions. */
  pause?: number;
}

/**
 * In the language the settings name, else in the portal's as soon as the portal has said it, else in English. Nothing
 * waits for the portal.
 */
export function notificationWords(
  locale: Locale | undefined,
  { portalLanguage, onKnown, onSilent, pause = PAUSE }: NotificationWordsParts,
): NotificationWords {
  let words = wordsOf(locale ?? STANDARD);
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    try {
      const known = localeOf(await portalLanguage(stopping.signal)) ?? STANDARD;
      words = wordsOf(known);
      onKnown(known);
    } catch (error) {
      if (stopping.signal.aborted) return;
      onSilent(error);
      timer = setTimeout(() => void ask(), pause).unref();
    }
  }

  return {
    words: () => words,
    start() {
      if (locale === undefined) void ask();
    },
    stop() {
      stopping.abort();
      clearTimeout(timer);
    },
  };
}
