/** Where in Slack something was written. */
export type Place =
  | { kind: 'channel'; name: string }
  | { kind: 'private channel' }
  | { kind: 'group' }
  | { kind: 'direct' }
  | { kind: 'none' };

/** The bot's own words inside a notification. One catalogue for each language; a third one is one file. */
export interface Words {
  /** After the sender's name: "in Slack, #sales:". */
  wrote(place: Place): string;
  /** After the sender's name, before the author of the message. */
  passesOn: string;
  /** After the author's name. */
  wroteMessage(place: Place): string;
  /** The label of the link back. */
  openInSlack: string;
  /** Stands where a too long text was cut. */
  cut: string;
  /** A size in bytes, as people read it. */
  size(bytes: number): string;
  /** What a page of Slack's own is that stands among the files. */
  slackPage(what: 'canvas' | 'list' | 'post' | 'email'): string;
  /** Somebody whose name Slack did not tell. */
  somebody: string;
  /** What somebody reads who opens a link of `FILES=proxy` that gives no file. */
  filePages: FilePages;
}

export interface FilePages {
  /** The link is none of ours, or its time is over, or the notification was taken back. */
  ended: string;
  /** Slack does not give the file to the bot any more. */
  unreadable: string;
  /** Slack does not answer at the moment. */
  silent: string;
}

export type Locale = 'en' | 'ru';

/** Binary units, as both Slack and Bitrix24 show sizes. */
export function sizeWith(bytes: number, units: readonly [string, string, string, string], locale: Locale): string {
  const exponent = Math.min(3, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  const amount = bytes / 1024 ** exponent;
  const shown = new Intl.NumberFormat(locale, { maximumFractionDigits: amount < 10 && exponent > 0 ? 1 : 0 }).format(
    amount,
  );
  return `${shown} ${units[exponent] ?? units[0]}`;
}
