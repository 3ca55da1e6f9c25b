import { SlackRefusal } from './refusal.ts';

const MOST = 1000;

/** A page of a list; `next` is empty on the last one. Without `limit` everything comes at once. */
export function pageOf<T>(
  all: T[],
  cursor: string | undefined,
  limit: number | undefined,
): { page: T[]; next: string } {
  const start = cursor === undefined || cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString());
  if (!Number.isInteger(start) || start < 0 || start > all.length) throw new SlackRefusal('invalid_cursor');
  if (limit !== undefined && (limit < 0 || limit > MOST)) throw new SlackRefusal('invalid_limit');
  const end = limit === undefined || limit === 0 ? all.length : start + limit;
  return {
    page: all.slice(start, end),
    next: end < all.length ? Buffer.from(String(end)).toString('base64') : '',
  };
}
