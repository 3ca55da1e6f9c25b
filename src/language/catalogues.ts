import { english } from './english.ts';
import { russian } from './russian.ts';
import type { Words } from './words.ts';

/** Every language the bot speaks: a new one is a file like the others, and a line here. */
const catalogues = { en: english, ru: russian } satisfies Record<string, Words>;

export type Locale = keyof typeof catalogues;

/** What the bot speaks where nothing says otherwise. */
export const STANDARD: Locale = 'en';

export const locales = Object.keys(catalogues).filter(isLocale);

export function wordsOf(locale: Locale): Words {
  return catalogues[locale];
}

/** The language meant by what Slack, Bitrix24 or a person calls it (`ru-RU`, `ru`); undefined where the bot does not speak it. */
export function localeOf(tag: string | undefined): Locale | undefined {
  const language = tag?.split(/[-_]/)[0]?.toLowerCase();
  return language !== undefined && isLocale(language) ? language : undefined;
}

function isLocale(tag: string): tag is Locale {
  return Object.hasOwn(catalogues, tag);
}
