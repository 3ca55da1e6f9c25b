import type { english } from './english.ts';

/**
 * Everything the bot says to people, in one language. English is the master: what it says has to be said in every
 * language, and nothing else, or the type check fails. Functions take numbers, and names and words that are already
 * harmless where they will stand; they escape nothing.
 */
export type Words = typeof english;
