import { formats } from './formats.ts';
import type { Place } from './words.ts';

const { size } = formats('en');

export const english = {
  /** As Slack and Bitrix24 call the language. */
  locale: 'en',
  /** As its speakers call it. */
  name: 'English',

  /** Inside a notification in Bitrix24, around what the sender wrote. */
  notification: {
    /** After the sender's name: "in Slack, #sales:". */
    wrote: (place: Place) => `in Slack${placed(place)}:`,
    /** After the sender's name, before the author of the message. */
    passesOn: 'passes on a message by',
    /** After the author's name. */
    wroteMessage: (place: Place) => ` in Slack${placed(place)}:`,
    /** The label of the link back. */
    openInSlack: 'Open in Slack',
    /** Stands where a too long text was cut. */
    cut: '… shortened',
    size: (bytes: number) => size(bytes, ['B', 'KB', 'MB', 'GB']),
    /** What a page of Slack's own is that stands among the files. */
    slackPage: {
      canvas: 'a canvas in Slack',
      list: 'a list in Slack',
      post: 'a post in Slack',
      email: 'an e-mail in Slack',
    },
    /** Somebody whose name Slack did not tell. */
    somebody: 'Somebody',
  },
};

function placed(place: Place): string {
  switch (place.kind) {
    case 'channel':
      return `, #${place.name}`;
    case 'private channel':
      return ', a private channel';
    case 'group':
      return ', a group conversation';
    case 'direct':
      return ', a direct message';
    case 'none':
      return '';
  }
}
