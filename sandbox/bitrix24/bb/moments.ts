import type { Markup } from './markup.ts';
import { replacePairs } from './tag-pairs.ts';

type Form = Intl.DateTimeFormatOptions;

const NUMBERS: Form = { month: '2-digit', day: '2-digit', year: 'numeric' };
const CLOCK: Form = { hour: 'numeric', minute: '2-digit' };

/** The formats that the portal knows, written as an English reader in UTC sees them. */
const FORMATS: { [name: string]: Form } = {
  FORMAT_DATE: NUMBERS,
  FORMAT_DATETIME: { ...NUMBERS, ...CLOCK, second: '2-digit' },
  SHORT_DATE_FORMAT: NUMBERS,
  MEDIUM_DATE_FORMAT: { month: 'short', day: 'numeric', year: 'numeric' },
  LONG_DATE_FORMAT: { month: 'long', day: 'numeric', year: 'numeric' },
  DAY_MONTH_FORMAT: { month: 'long', day: 'numeric' },
  DAY_SHORT_MONTH_FORMAT: { month: 'short', day: 'numeric' },
  SHORT_DAY_OF_WEEK_MONTH_FORMAT: { weekday: 'short', month: 'long', day: 'numeric' },
  SHORT_DAY_OF_WEEK_SHORT_MONTH_FORMAT: { weekday: 'short', month: 'short', day: 'numeric' },
  DAY_OF_WEEK_MONTH_FORMAT: { weekday: 'long', month: 'long', day: 'numeric' },
  FULL_DATE_FORMAT: { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' },
  SHORT_TIME_FORMAT: CLOCK,
  LONG_TIME_FORMAT: { ...CLOCK, second: '2-digit' },
};

/** A moment in an unknown format, or one that no calendar has, stays as typed. */
export function readTimestamps(html: string): string {
  return html.replace(/\[timestamp=(\d+) format=([^\]]*)\]/gi, (whole, seconds: string, name: string) => {
    const form = FORMATS[name];
    const moment = new Date(Number(seconds) * 1000);
    if (form === undefined || Number.isNaN(moment.getTime())) return whole;
    return new Intl.DateTimeFormat('en-US', { ...form, timeZone: 'UTC' }).format(moment).replaceAll('\u202f', ' ');
  });
}

export function readDates(html: string, markup: Markup): string {
  const opening = /\[date=(\d{4}-\d\d-\d\dT[0-2]\d:[0-5]\d:[0-5]\d[+-][0-2]\d:[0-5]\d)\]/;
  return replacePairs(html, opening, '[/date]', ({ groups, inner }) =>
    inner === '' ? undefined : markup.element({ kind: 'date', date: groups[0] ?? '' }, inner),
  );
}
