import type { KnownBlock } from '@slack/types';
import type { Words } from '../../../language/words.ts';
import type { Awaited } from '../../../outbox/waiting.ts';
import { DISMISS, LINK_NOW } from '../../surfaces.ts';
import { button, heading, line, moment, question } from './line.ts';
import { type Pages, type Part, turning } from './pages.ts';

/** People whom senders asked for and who are not linked, for an admin. */
export function awaitedBlocks(
  { count, entries, more }: Part<Awaited> & { count: number },
  pages: Pages,
  words: Words,
): KnownBlock[] {
  const said = words.home.awaited;
  return [
    heading(said.title(count)),
    ...(entries.length === 0 && pages.awaited === 0
      ? [line(said.nobody)]
      : entries.flatMap((one) => person(one, words))),
    ...turning('awaited', pages, more, words),
  ];
}

function person({ slackId, requests, senders, others, since }: Awaited, words: Words): KnownBlock[] {
  const said = words.home.awaited;
  const mentions = words.list.all(senders.map((id) => `<@${id}>`));
  const asking = others ? said.andOthers(mentions) : mentions;
  const ask = question({
    title: said.dismissTitle,
    text: said.dismissText,
    yes: words.button.doNotLink,
    no: said.dismissNo,
  });
  return [
    line(said.person(`<@${slackId}>`, asking, requests, moment(since))),
    {
      type: 'actions',
      elements: [
        button(words.button.linkNow, LINK_NOW, slackId, { style: 'primary' }),
        button(words.button.doNotLink, DISMISS, slackId, ask),
      ],
    },
  ];
}
