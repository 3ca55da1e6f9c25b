import { type Place, sizeWith, type Words } from './words.ts';

export const russian: Words = {
  wrote: (place) => `в Slack${placed(place)}:`,
  passesOn: 'пересылает сообщение из Slack, автор',
  wroteMessage: (place) => `${placed(place)}:`,
  openInSlack: 'Открыть в Slack',
  cut: '… сокращено',
  size: (bytes) => sizeWith(bytes, ['Б', 'КБ', 'МБ', 'ГБ'], 'ru'),
  slackPage: (what) =>
    ({ canvas: 'холст в Slack', list: 'список в Slack', post: 'публикация в Slack', email: 'письмо в Slack' })[what],
  somebody: 'Кто-то',
  filePages: {
    ended:
      'По этой ссылке файла больше нет. Она действует 7 дней и перестаёт работать, если уведомление отозвали. Попросите отправителя прислать файл ещё раз.',
    unreadable: 'Slack больше не отдаёт этот файл: возможно, его там удалили. Спросите у отправителя.',
    silent: 'Slack сейчас не отвечает. Попробуйте через минуту.',
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
