import { formats } from './formats.ts';
import type { Place, Words } from './words.ts';

const { size } = formats('ru');

export const russian: Words = {
  locale: 'ru',
  name: 'Русский',

  notification: {
    wrote: (place) => `в Slack${placed(place)}:`,
    passesOn: 'пересылает сообщение из Slack, автор',
    wroteMessage: (place) => `${placed(place)}:`,
    openInSlack: 'Открыть в Slack',
    cut: '… сокращено',
    size: (bytes) => size(bytes, ['Б', 'КБ', 'МБ', 'ГБ']),
    slackPage: { canvas: 'холст в Slack', list: 'список в Slack', post: 'публикация в Slack', email: 'письмо в Slack' },
    somebody: 'Кто-то',
  },
};

function placed(place: Place): string {
  switch (place.kind) {
    case 'channel':
      return `, #${place.name}`;
    case 'private channel':
      return ', закрытый канал';
    case 'group':
      return ', групповая беседа';
    case 'direct':
      return ', личная переписка';
    case 'none':
      return '';
  }
}
