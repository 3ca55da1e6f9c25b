import { z } from 'zod';
import type { Unreached } from '../../requests/linking.ts';
import { escaped, listed } from '../mrkdwn.ts';
import { ASK_FOR_LINK, LINK_NOW } from '../surfaces.ts';
import { type Button, type Message, message } from './message.ts';

const schema = z.union([z.object({ request: z.string() }), z.object({ held: z.string() })]);

/** The button beside somebody who is not linked. Whoever is an admin links them right away. */
export function askForLink(unreached: Unreached): Button {
  return { text: 'Ask an admin to link', action: ASK_FOR_LINK, value: JSON.stringify(unreached) };
}

/** @throws ZodError when it is not what {@link askForLink} wrote */
export function readUnreached(value: string): Unreached {
  return schema.parse(JSON.parse(value));
}

/** What an admin reads: somebody is waiting for a link. */
export function linkWanted(sender: string, slackId: string): Message {
  return message(
    `:link: <@${sender}> wants to notify <@${slackId}>, who is not linked to a Bitrix24 account. What they wrote is kept, and goes out once you link them.`,
    [{ text: 'Link now', action: LINK_NOW, value: slackId, style: 'primary' }],
  );
}

/** What the sender reads once the admins are told. */
export function linkAskedFor(people: readonly string[], admins: readonly string[]): Message {
  const kept = `What you wrote to ${mentions(people)} is kept, and goes out by itself once they are linked.`;
  return message(
    admins.length > 0
      ? `:hourglass_flowing_sand: ${mentions(admins)} will be asked. ${kept}`
      : `:hourglass_flowing_sand: ${kept} people.yml names no admins: ask whoever runs this bot.`,
  );
}

/** What the admin reads who made a link. */
export function linked(slackId: string, bitrix24Id: number, sent: number): Message {
  const waited = sent === 0 ? '' : ` Notifications that waited for this and are on their way now: ${sent}.`;
  return message(`:white_check_mark: <@${slackId}> is linked to the Bitrix24 person number ${bitrix24Id}.${waited}`);
}

export const ONLY_ADMINS = escaped(':x: Only the admins of people.yml may link people.');

function mentions(slackIds: readonly string[]): string {
  return listed(slackIds.map((id) => `<@${id}>`));
}
