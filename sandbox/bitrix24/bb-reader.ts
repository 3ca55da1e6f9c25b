import { cutOut, restoreCode, restorePut, restoreSend } from './bb/actions.ts';
import { readLinks } from './bb/links.ts';
import { type Active, asMarkup, BREAK, Markup } from './bb/markup.ts';
import { readCalls, readChats, readContexts, readUsers } from './bb/mentions.ts';
import { readDates, readTimestamps } from './bb/moments.ts';
import { readDisk, readIcons, readImages } from './bb/pictures.ts';
import { readArrowQuotes, readDashQuotes } from './bb/quotes.ts';
import { readStyles, readVotes } from './bb/styles.ts';

export type { Active } from './bb/markup.ts';

/** A message as the reader's screen shows it. */
export interface Reading {
  /** The characters on the screen, without the codes. Code and quotes stand on lines of their own. */
  text: string;
  /** What on the screen would do something when clicked, or is loaded from elsewhere, in order of appearance. */
  active: Active[];
}

export interface ReadingOptions {
  /** The name of a portal's person, shown where a mention has none of its own; "User 5" when unknown. */
  nameOf?: (userId: number) => string | undefined;
}

/**
 * Reads BB code as the portal's web client does (module source: im/install/js/im/v2/lib/parser): text replacement in a
 * fixed order, on which everything depends that BB code can and can't do. `[put]` and `[send]` are taken out before
 * `[code]`, so a code block is no protection from them; some clients show one inside a block as letters, here it acts.
 * Tags are read in any case, unpaired ones stay as they are, `[url]` knows http and https only and otherwise loses its
 * tag.
 *
 * A tab or four spaces of indent stay what they are. Bare addresses are not counted as active.
 */
export function readBBCode(message: string, options: ReadingOptions = {}): Reading {
  const markup = new Markup();
  let html = asMarkup(message.trim())
    .replaceAll('\n', BREAK)
    .replace(/\[br\]|#BR#/gi, BREAK);
  const cut = cutOut(html);
  html = readSlashCommand(cut.html);
  html = readLinks(html, markup);
  html = readStyles(html);
  html = readVotes(html);
  html = readUsers(html, markup, options.nameOf ?? (() => undefined));
  html = readChats(html, markup);
  html = readContexts(html, markup);
  html = readCalls(html, markup);
  html = readIcons(html, markup);
  html = readImages(html, markup);
  html = readDisk(html, markup);
  html = readTimestamps(html);
  html = readDates(html, markup);
  html = readArrowQuotes(html);
  html = readDashQuotes(html);
  html = restoreSend(html, cut, markup);
  html = restorePut(html, cut, markup);
  html = restoreCode(html, cut, markup);
  return markup.read(html);
}

/** A message that begins with a slash command loses it: `/me` makes the rest italic, `/loud` makes it large. */
function readSlashCommand(html: string): string {
  if (html.startsWith('/me')) return `[i]${html.slice(4)}[/i]`;
  return html.startsWith('/loud') ? `[size=20]${html.slice(6)}[/size]` : html;
}
