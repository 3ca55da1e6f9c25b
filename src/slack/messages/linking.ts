import { z } from 'zod';
import type { Words } from '../../language/words.ts';
import type { Unreached } from '../../requests/linking.ts';
import { listed } from '../mrkdwn.ts';
import { ASK_FOR_LINK, LINK_NOW } from '../surfaces.ts';
import { type Button, type Message, message } from './message.ts';

const schema = z.union([z.object({ request: z.string() }), z.object({ held: z.string() })]);

/** The button beside somebody who is not linked. Whoever is an admin links them right away. */
export function askForLink({ button }: Words, unreached: Unreached): Button {
  return { text: button.askForLink, action: ASK_FOR_LINK, value: JSON.stringify(unreached) };
}

/** @throws ZodError when it is not what {@link askForLink} wrote */
export function readUnreached(value: string): Unreached {
  return schema.parse(JSON.parse(value));
}

/** What an admin reads: somebody is waiting for a link. */
export function linkWanted({ linking, button }: Words, sender: string, slackId: string): Message {
  return message(`:link: ${linking.wanted(`<@${sender}>`, `<@${slackId}>`)}`, [
    { text: button.linkNow, action: LINK_NOW, value: slackId, style: 'primary' },
  ]);
}

/** What the sender reads once the admins are told. */
export function linkAskedFor(words: Words, people: readonly string[], admins: readonly string[]): Message {
  const { linking } = words;
  const awaited = mentions(words, people);
  const what = admins.length > 0 ? linking.asked(awaited, mentions(words, admins)) : linking.noAdmins(awaited);
  return message(`:hourglass_flowing_sand: ${what}`);
}

/** What the admin reads who made a link. */
export function linked({ linking }: Words, slackId: string, bitrix24Id: number, sent: number): Message {
  const done = linking.done(`<@${slackId}>`, bitrix24Id);
  return message(`:white_check_mark: ${sent === 0 ? done : `${done} ${linking.onTheirWay(sent)}`}`);
}

/** What somebody reads who is no admin. */
export function onlyAdmins({ linking }: Words): string {
  return `:x: ${linking.onlyAdmins}`;
}

function mentions(words: Words, slackIds: readonly string[]): string {
  return listed(
    words,
    slackIds.map((id) => `<@${id}>`),
  );
}
