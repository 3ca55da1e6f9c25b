import { type Place, sizeWith, type Words } from './words.ts';

export const english: Words = {
  wrote: (place) => `in Slack${placed(place)}:`,
  passesOn: 'passes on a message by',
  wroteMessage: (place) => ` in Slack${placed(place)}:`,
  openInSlack: 'Open in Slack',
  cut: '… shortened',
  size: (bytes) => sizeWith(bytes, ['B', 'KB', 'MB', 'GB'], 'en'),
  slackPage: (what) =>
    ({ canvas: 'a canvas in Slack', list: 'a list in Slack', post: 'a post in Slack', email: 'an e-mail in Slack' })[
      what
    ],
  somebody: 'Somebody',
  filePages: {
    ended:
      'This link leads to no file any more. It works for 7 days, and not after the notification was taken back. Ask whoever sent it to send the file again.',
    unreadable: 'Slack does not give this file any more; it may have been deleted there. Ask whoever sent it.',
    silent: 'Slack does not answer at the moment. Try again in a minute.',
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
