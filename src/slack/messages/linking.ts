import { z } from 'zod';
import type { Unreached, WaitEnded } from '../../requests/linking.ts';
import { escaped, listed } from '../mrkdwn.ts';
import { ASK_FOR_LINK, DECLINE_LINK, LINK_NOW } from '../surfaces.ts';
import { type Button, type Message, message } from './message.ts';

const schema = z.union([z.object({ request: z.string() }), z.object({ held: z.string() })]);

/** The button beside those who are not linked: it asks the admins; an admin links them right away. */
export function askForLink(unreached: Unreached, asker: 'admin' | 'other' = 'other'): Button {
  return { text: linkLabel(asker), action: ASK_FOR_LINK, value: JSON.stringify(unreached) };
}

export function linkLabel(asker: 'admin' | 'other'): string {
  return asker === 'admin' ? 'Link now' : 'Ask an admin to link';
}

/** @throws ZodError when it is not what {@link askForLink} wrote */
export function readUnreached(value: string): Unreached {
  return schema.parse(JSON.parse(value));
}

/** Slack takes 2,000 characters in a button: so many IDs fit, and a form can carry them on. */
export const MOST_IN_BUTTON = 100;

/** The people that a button of {@link linkWanted} is about. */
export function readPeople(value: string): string[] {
  return value.split(',').filter((slackId) => slackId !== '');
}

/** What an admin reads: somebody waits for links. @param people at most {@link MOST_IN_BUTTON} */
export function linkWanted(sender: string, people: readonly string[]): Message {
  const text =
    people.length === 1
      ? `:link: <@${sender}> wants to notify ${mentions(people)}, who is not linked to a Bitrix24 account. What they wrote is kept, and goes out once you link them.`
      : `:link: <@${sender}> wants to notify ${mentions(people)}, who are not linked to Bitrix24 accounts. What they wrote is kept, and goes out to each one whom you link.`;
  const value = people.join(',');
  return message(text, [
    { text: 'Link now', action: LINK_NOW, value, style: 'primary' },
    { text: 'Do not link', action: DECLINE_LINK, value },
  ]);
}

/** What became of asking the admins. */
export interface Asked {
  /** Who was told now. */
  told: readonly string[];
  /** Whether admins had been told before, of all of these people. */
  before: boolean;
  /** Everybody who could be. */
  admins: readonly string[];
}

/** What the sender reads once the admins are told. */
export function linkAskedFor(people: readonly string[], { told, before, admins }: Asked): Message {
  const kept = `What you wrote to ${mentions(people)} is kept, and goes out by itself once they are linked.`;
  const who = () => {
    if (admins.length === 0) return 'people.yml names no admins: ask whoever runs this bot.';
    if (told.length > 0) return `${mentions(told)} will be asked.`;
    return before
      ? `${mentions(admins)} know of it already.`
      : `Slack did not let the bot ask ${mentions(admins)}: ask yourself.`;
  };
  return message(`:hourglass_flowing_sand: ${who()} ${kept}`);
}

/** What the sender reads when a link is there already, and the request on its way. */
export const LINKED_MEANWHILE = ':white_check_mark: They are linked by now: what you wrote is on its way.';

/** What the admin reads who made a link. */
export function linked(slackId: string, bitrix24Id: number, sent: number): Message {
  const waited = sent === 0 ? '' : ` Notifications that waited for this and are on their way now: ${sent}.`;
  return message(`:white_check_mark: <@${slackId}> is linked to the Bitrix24 person number ${bitrix24Id}.${waited}`);
}

/** What the admin reads who links nobody. */
export function declined(people: readonly string[], admin: string): Message {
  return message(
    `:no_entry_sign: ${mentions(people)}: not linked, as <@${admin}> decided. Whoever waited for it is told.`,
  );
}

/** What a sender reads whose request waits for a link no longer. */
export function waitEnded({ slackId, summary, why }: WaitEnded): Message {
  const about = summary === '' ? '' : `: “${escaped(summary)}”`;
  switch (why) {
    case 'too old':
      return message(
        `:x: Not delivered to <@${slackId}>${about}\nNobody linked them to a Bitrix24 account for too long, so it was given up.`,
      );
    case 'declined':
      return message(
        `:x: Not delivered to <@${slackId}>${about}\nAn admin decided not to link them to a Bitrix24 account.`,
      );
    case 'has it already':
      return message(`:white_check_mark: <@${slackId}> is linked now, and had got it under another name${about}`);
  }
}

export const ONLY_ADMINS = escaped(':x: Only the admins of people.yml may link people.');
export const ALL_LINKED = ':white_check_mark: Nothing is left to do here: they are linked.';

function mentions(slackIds: readonly string[]): string {
  return listed(
    slackIds.map((id) => `<@${id}>`),
    MOST_IN_BUTTON,
  );
}
