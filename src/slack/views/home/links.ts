import type { KnownBlock } from '@slack/types';
import type { Words } from '../../../language/words.ts';
import { REMOVE_LINK } from '../../surfaces.ts';
import { button, heading, line } from './line.ts';
import { type Pages, type Part, turning } from './pages.ts';

/** A link that an admin has made. */
export interface MadeLink {
  slackId: string;
  bitrix24Id: number;
  madeBy: string;
}

/** Who was linked in Slack, for an admin. */
export function linkBlocks(
  { count, entries, more }: Part<MadeLink> & { count: number },
  pages: Pages,
  words: Words,
): KnownBlock[] {
  const said = words.home.links;
  return [
    heading(said.title(count)),
    ...(entries.length === 0 && pages.links === 0 ? [line(said.nobody)] : []),
    ...entries.map(({ slackId, bitrix24Id, madeBy }) =>
      line(said.link(`<@${slackId}>`, bitrix24Id, `<@${madeBy}>`), button(said.remove, REMOVE_LINK, slackId)),
    ),
    ...turning('links', pages, more, words),
  ];
}
