import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Words } from '../../../language/words.ts';
import { HOME_PAGE } from '../../surfaces.ts';
import { plain } from '../fields.ts';

/** The lists of the Home that go on over several pages, and how many entries of each are on one. */
export const PAGE_SIZES = { own: 5, waiting: 5, failed: 5, awaited: 5, links: 8 } as const;
export type List = keyof typeof PAGE_SIZES;

/** The page that each list is on, from 0. */
export type Pages = Readonly<Record<List, number>>;

/** Nobody turns more; who wants to see more uses the command line. */
export const MOST_PAGES = 10;

export const FIRST_PAGES: Pages = { own: 0, waiting: 0, failed: 0, awaited: 0, links: 0 };

const page = z
  .number()
  .int()
  .min(0)
  .max(MOST_PAGES - 1)
  .catch(0)
  .default(0);
const schema = z.object({ own: page, waiting: page, failed: page, awaited: page, links: page });

/** The pages written in a Home, or in a button of it; the first ones for what cannot be read. */
export function readPages(text: string): Pages {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return FIRST_PAGES;
  }
}

/** A part of a longer list. */
export interface Part<T> {
  entries: readonly T[];
  /** Whether there are more after these. */
  more: boolean;
}

/** Asks a list for one entry more than a page has, to know whether there is another page. */
export async function partOf<T>(
  list: List,
  pages: Pages,
  ask: (most: number, skip: number) => Promise<readonly T[]>,
): Promise<Part<T>> {
  const size = PAGE_SIZES[list];
  const found = await ask(size + 1, pages[list] * size);
  return { entries: found.slice(0, size), more: found.length > size };
}

/** Buttons to the pages before and after; none where one page is all. */
export function turning(list: List, pages: Pages, more: boolean, words: Words): KnownBlock[] {
  const current = pages[list];
  const onward = more && current < MOST_PAGES - 1;
  if (current === 0 && !onward) return [];
  const to = (page: number, text: string) => ({
    type: 'button' as const,
    action_id: `${HOME_PAGE}_${page < current ? 'back' : 'on'}`,
    text: plain(text),
    value: JSON.stringify({ ...pages, [list]: page }),
  });
  // What waits longest is first, and so are those who wait longest; everything else begins with the newest.
  const [back, on] =
    list === 'waiting' || list === 'awaited'
      ? [words.home.older, words.home.newer]
      : [words.home.newer, words.home.older];
  return [
    {
      type: 'actions',
      elements: [
        ...(current > 0 ? [to(current - 1, `← ${back}`)] : []),
        ...(onward ? [to(current + 1, `${on} →`)] : []),
      ],
    },
    ...(current > 0
      ? [{ type: 'context' as const, elements: [{ type: 'mrkdwn' as const, text: words.home.page(current + 1) }] }]
      : []),
  ];
}
