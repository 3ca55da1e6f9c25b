import { english } from './english.ts';
import { russian } from './russian.ts';
import type { Locale, Words } from './words.ts';

const catalogues: Record<Locale, Words> = { en: english, ru: russian };

export function wordsOf(locale: Locale): Words {
  return catalogues[locale];
}
