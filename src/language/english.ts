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
