import { z } from 'zod';
import type { Words } from '../../language/words.ts';
import type { Unreached, WaitEnded } from '../../requests/linking.ts';
import { escaped, listed } from '../mrkdwn.ts';
import { ASK_FOR_LINK, DECLINE_LINK, LINK_NOW } from '../surfaces.ts';
import { type Button, type Message, message } from './message.ts';
import type { Reader } from './reader.ts';

const schema = z.union([z.object({ request: z.string() }), z.object({ held: z.string() })]);

/** The button beside those who are not linked: it asks the admins; an admin links them right away. */
export function askForLink(words: Words, unreached: Unreached, { isAdmin }: Pick<Reader, 'isAdmin'>): Button {
  return { text: linkLabel(words, isAdmin), action: ASK_FOR_LINK, value: JSON.stringify(unreached) };
}

export function linkLabel({ button }: Words, isAdmin: boolean): string {
  return isAdmin ? button.linkNow : button.askForLink;
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
export function linkWanted(words: Words, sender: string, people: readonly string[]): Message {
  const { linking, button } = words;
  const value = people.join(',');
  return message(`:link: ${linking.wanted(`<@${sender}>`, mentions(words, people), people.length)}`, [
    { text: button.linkNow, action: LINK_NOW, value, style: 'primary' },
    { text: button.doNotLink, action: DECLINE_LINK, value },
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
export function linkAskedFor(words: Words, people: readonly string[], { told, before, admins }: Asked): Message {
  const { linking } = words;
  const who = () => {
    if (admins.length === 0) return linking.noAdmins;
    if (told.length > 0) return linking.asked(mentions(words, told));
    return before ? linking.askedBefore(mentions(words, admins)) : linking.notAsked(mentions(words, admins));
  };
  return message(`:hourglass_flowing_sand: ${who()} ${linking.kept(mentions(words, people))}`);
}

/** What the sender reads when a link is there already, and the request on its way. */
export function linkedMeanwhile({ linking }: Words): Message {
  return message(`:white_check_mark: ${linking.meanwhile}`);
}

/** What the admin reads who made a link. */
export function linked({ linking }: Words, slackId: string, bitrix24Id: number, sent: number): Message {
  const done = linking.done(`<@${slackId}>`, bitrix24Id);
  return message(`:white_check_mark: ${sent === 0 ? done : `${done} ${linking.onTheirWay(sent)}`}`);
}

/** What the admin reads whose link people.yml would have beaten. */
export function listedOtherwise({ linking }: Words, slackId: string, bitrix24Id: number, sent: number): Message {
  const listed = linking.listed(`<@${slackId}>`, bitrix24Id);
  return message(`:warning: ${sent === 0 ? listed : `${listed} ${linking.onTheirWay(sent)}`}`);
}

/** What the admin reads who links nobody. */
export function declined(words: Words, people: readonly string[], admin: string): Message {
  return message(`:no_entry_sign: ${words.linking.declined(mentions(words, people), `<@${admin}>`)}`);
}

/** What the admin reads who links nobody, where that could not be told to everybody. */
export function notAllTold({ linking }: Words, untold: number): Message {
  return message(`:warning: ${linking.notAllTold(untold)}`);
}

/** What a sender reads whose request waits for a link no longer. */
export function waitEnded({ linking }: Words, ended: WaitEnded): Message {
  const person = `<@${ended.slackId}>`;
  const summary = escaped(ended.summary);
  switch (ended.why) {
    case 'too old':
      return message(`:x: ${linking.notDelivered(person, summary)}\n${linking.tooOld}`);
    case 'declined':
      return message(`:x: ${linking.notDelivered(person, summary)}\n${linking.refused}`);
    case 'has it already':
      return message(`:white_check_mark: ${linking.hadIt(person, summary)}`);
  }
}

/** What somebody reads who is no admin. */
export function onlyAdmins({ linking }: Words): string {
  return `:x: ${linking.onlyAdmins}`;
}

/** What an admin reads where everybody is linked by now. */
export function allLinked({ linking }: Words): Message {
  return message(`:white_check_mark: ${linking.nothingLeft}`);
}

function mentions(words: Words, slackIds: readonly string[]): string {
  return listed(
    words,
    slackIds.map((id) => `<@${id}>`),
    MOST_IN_BUTTON,
  );
}
