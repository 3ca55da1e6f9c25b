import { formats } from './formats.ts';
import type { Place, Words } from './words.ts';

const { counted, number, size } = formats('ru');

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

  home: {
    title: 'Уведомления коллегам в Битрикс24',
    linked: (name: string, bitrix24Id: number) =>
      name === ''
        ? `В Битрикс24 вы — пользователь с номером профиля ${bitrix24Id}.`
        : `В Битрикс24 вы — ${name} (номер профиля ${bitrix24Id}).`,
    notLinked:
      'Вы *не связаны* с учётной записью Битрикс24, поэтому коллеги не могут обратиться к вам по имени. Отправлять уведомления вы всё равно можете.',
    askToBeLinked: (admins: string) => `Чтобы вас связали, обратитесь к администратору: ${admins}.`,
    askOperatorToBeLinked: 'Чтобы вас связали, обратитесь к тому, кто обслуживает бота.',
    notKnown:
      'Сейчас нельзя сказать, связаны ли вы с Битрикс24: Slack или Битрикс24 не ответил. Откройте эту страницу ещё раз чуть позже.',
    compose: 'Написать в Битрикс24',
    howTo: (command: string) =>
      `\`${command} @anna Согласуйте, пожалуйста, счёт 12\` отправит уведомление из любого места в Slack; \`${command} help\` покажет остальное. На сообщении: *⋮ Другие действия → Notify in Bitrix24*.`,
    language: 'Язык',
    asInSlack: 'Язык: как в Slack',
    languageNotKept: 'Не удалось сохранить язык: у бота неполадки с хранилищем. Попробуйте ещё раз чуть позже.',
    notDrawn:
      'Сейчас эту страницу нельзя показать: у бота неполадки с хранилищем. На то, что вы отправляете, бот всё равно ответит. Откройте страницу ещё раз чуть позже.',
    newer: 'Новее',
    older: 'Старее',
    page: (page: number) => `Страница ${number(page)}`,
    notThere: 'Этого уже нет; страница показывает, как обстоят дела сейчас.',
    onlyAdmins: 'Это могут делать только администраторы из people.yml.',

    own: {
      title: 'Ваши последние уведомления',
      nothing: 'Вы ещё ничего не отправляли в Битрикс24.',
      filesOnly: '(только файлы)',
      people: (count: number) => counted(count, { one: 'человек', few: 'человека', many: 'человек', other: 'человека' }),
      nobody: 'никому',
      state: {
        delivered: 'доставлено',
        queued: 'в пути',
        sending: 'в пути',
        waiting: 'ожидает новой попытки',
        unknown: 'возможно, доставлено',
        failed: 'не доставлено',
        cancelled: 'отозвано',
      },
      some: (count: number, state: string) => `${state}: ${number(count)}`,
      leftOut: (count: number) => `пропущено: ${number(count)}`,
      goesAgain: 'Отправляется ещё раз. Эта страница покажет, что получилось.',
      notSentAgain: 'Здесь больше нечего отправлять ещё раз.',
    },

    health: {
      title: 'Администраторам: Битрикс24',
      answers: (host: string) => `*${host}* ответил на последний запрос и пускает бота.`,
      answersNoWord: (host: string) => `*${host}* ответил на последний запрос.`,
      notAsked: (host: string) => `К *${host}* бот с момента запуска ещё не обращался.`,
      silent: (host: string, when: string, code: string) =>
        `*${host}* не отвечает с ${when} (\`${code}\`). Всё сохранено и уйдёт само, как только портал ответит. Проверьте, доступен ли портал с того сервера, на котором работает бот.`,
      refused: (host: string) =>
        `*${host}* не пускает бота, поэтому ничего не доставляется. Всё сохранено и уйдёт само, как только это будет исправлено.`,
      here: 'Доставляет эта копия бота.',
      elsewhere: 'Доставляет другая копия бота; отвечает ли ей Битрикс24, видно в её журнале и метриках.',
      nothingWaits: 'В очереди на доставку ничего нет.',
      waiting: (count: number, since: string) =>
        `${counted(count, { one: 'уведомление ждёт', few: 'уведомления ждут', many: 'уведомлений ждут', other: 'уведомления ждут' })} доставки, самое старое — с ${since}.`,
      fails: (what: string, why: string) => `Неисправно: \`${what}\` (${why}).`,
    },

    heap: {
      waiting: (count: string) => `Администраторам: ожидает (${count})`,
      failed: (count: string) => `Администраторам: не доставлено (${count})`,
      moreThan: (count: number) => `больше ${number(count)}`,
      count: (count: number) => number(count),
      nothingFailed: 'Насколько известно, доставлено всё.',
      request: (sender: string, names: string) => `${sender} → ${names}`,
      more: (count: number) => `ещё ${number(count)}`,
      because: (code: string) => `\`${code}\``,
      reference: (number: string) => `№ ${number}`,
      inCommandLine: (state: string) =>
        `Весь список и действия сразу со всеми: \`npm run b24notify -- outbox list --state ${state}\`, \`outbox retry\`, \`outbox drop\`.`,
      drop: 'Снять',
      dropTitle: 'Снять с отправки?',
      dropText:
        'Уведомление больше не будет отправляться. Отправитель узнает об этом, если ему ещё не сообщили, что доставить не удалось.',
      dropNo: 'Оставить',
      sentAgain: (count: number) =>
        `Снова ${counted(count, { one: 'уведомление отправлено', few: 'уведомления отправлены', many: 'уведомлений отправлены', other: 'уведомления отправлены' })} в очередь.`,
      dropped: (count: number) =>
        `Снято с отправки: ${counted(count, { one: 'уведомление', few: 'уведомления', many: 'уведомлений', other: 'уведомления' })}.`,
    },

    awaited: {
      title: (count: number) => `Администраторам: кого нужно связать (${number(count)})`,
      nobody: 'Никто не пишет тем, кто ещё не связан с Битрикс24.',
      person: (person: string, senders: string, count: number, since: string) =>
        `${person} · пишут: ${senders} · ${counted(count, { one: 'запрос ждёт', few: 'запроса ждут', many: 'запросов ждут', other: 'запроса ждут' })} с ${since}`,
      andOthers: (senders: string) => `${senders} и другие`,
      dismiss: 'Отклонить',
      dismissTitle: 'Ничего не отправлять?',
      dismissText: 'То, что ждёт этого человека, не будет отправлено. Авторы узнают об этом.',
      dismissNo: 'Оставить',
      dismissed: (person: string, count: number) =>
        `То, что ждало ${person}, не будет отправлено (${counted(count, { one: 'запрос', few: 'запроса', many: 'запросов', other: 'запроса' })}); авторы узнают об этом.`,
      notSent: (person: string, texts: string) =>
        `Администратор не будет связывать ${person} с учётной записью Битрикс24, поэтому ваше сообщение не отправлено: ${texts}. Сообщите об этом другим способом.`,
    },

    links: {
      title: (count: number) => `Администраторам: связи, созданные в Slack (${number(count)})`,
      nobody: 'Здесь ещё никого не связывали. Для тех, кто есть в people.yml, и при совпадении e-mail связь не нужна.',
      link: (person: string, bitrix24Id: number, madeBy: string) => `${person} — b24:${bitrix24Id} · связь создал(а) ${madeBy}`,
      remove: 'Удалить',
      removed: (person: string) => `${person} больше не связан(а) с Битрикс24.`,
    },
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
