import type { SlackDate } from './document.ts';

/**
 * Slack's date tokens and the portal's codes for the same (module source: im/lib/V2/Message/Text/BbCode/Timestamp/
 * DateFormat.php; docs.slack.dev/messaging/formatting-message-text). The portal has no "yesterday" and no "5 minutes
 * ago", so the `_pretty` forms show the day and `{ago}` has none.
 */
const portalFormats: Readonly<Record<string, string>> = {
  date_num: 'SHORT_DATE_FORMAT',
  date_slash: 'SHORT_DATE_FORMAT',
  date: 'LONG_DATE_FORMAT',
  date_short: 'MEDIUM_DATE_FORMAT',
  date_long: 'FULL_DATE_FORMAT',
  day_divider: 'DAY_OF_WEEK_MONTH_FORMAT',
  time: 'SHORT_TIME_FORMAT',
  time_secs: 'LONG_TIME_FORMAT',
};

export type DatePart = { readonly words: string } | { readonly portalFormat: string };

/**
 * A date as the portal can show it in the reader's own zone: words and the portal's format codes, in order. Undefined
 * when it cannot: a token it has no code for, no token at all, or a time outside its range.
 */
export function portalDate(date: SlackDate): DatePart[] | undefined {
  if (!isMoment(date.seconds)) return undefined;
  const parts: DatePart[] = [];
  let tokens = 0;
  for (const piece of date.format.split(/(\{[a-z_]+\})/)) {
    if (piece === '') continue;
    if (!/^\{[a-z_]+\}$/.test(piece)) {
      parts.push({ words: piece });
      continue;
    }
    const portalFormat = portalFormats[piece.slice(1, -1).replace(/_pretty$/, '')];
    if (portalFormat === undefined) return undefined;
    parts.push({ portalFormat });
    tokens += 1;
  }
  return tokens > 0 ? parts : undefined;
}

/** A date in words, for readers who see no codes: Slack's fallback, or without one the format's tokens in UTC. */
export function dateInWords(date: SlackDate): string {
  if (date.fallback !== '') return date.fallback;
  if (!isMoment(date.seconds)) return date.format.replace(/[{}]/g, '');
  const iso = new Date(date.seconds * 1000).toISOString();
  const day = iso.slice(0, 10);
  const minutes = `${iso.slice(11, 16)} UTC`;
  const words = date.format.replace(/\{([a-z_]+)\}/g, (_, token: string) => {
    if (token === 'time') return minutes;
    if (token === 'time_secs') return `${iso.slice(11, 19)} UTC`;
    return token === 'ago' ? `${day} ${minutes}` : day;
  });
  return words.trim() === '' ? `${day} ${minutes}` : words;
}

/** From 1970 to the end of 9999: what both sides can show. */
const isMoment = (seconds: number): boolean => Number.isInteger(seconds) && seconds >= 0 && seconds < 253_402_300_800;
