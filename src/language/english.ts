import { formats } from './formats.ts';
import type { Place } from './words.ts';

const { all, counted, number, size } = formats('en');

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

  /** The Home tab. Buttons: at most 75 characters; titles of questions: 100, their texts: 300, their buttons: 30. */
  home: {
    title: 'Notify colleagues in Bitrix24',
    /** @param name in bold; or the number alone where Bitrix24 did not say it */
    linked: (name: string, bitrix24Id: number) =>
      name === ''
        ? `In Bitrix24 you are the person with profile number ${bitrix24Id}.`
        : `In Bitrix24 you are ${name} (profile number ${bitrix24Id}).`,
    notLinked:
      'You are *not linked* to a Bitrix24 account, so colleagues cannot reach you by name. You can send all the same.',
    /** After that. @param admins mentions */
    askToBeLinked: (admins: string) => `To be linked, ask ${admins}.`,
    askOperatorToBeLinked: 'To be linked, ask whoever runs this bot.',
    notKnown:
      'It cannot be told at the moment whether you are linked to Bitrix24: Slack or Bitrix24 did not answer. Open this page again in a moment.',
    compose: 'Write to Bitrix24',
    howTo: (command: string) =>
      `\`${command} @anna Please approve invoice 12\` sends from anywhere in Slack; \`${command} help\` shows the rest. On a message: *⋮ More actions → Notify in Bitrix24*.`,
    language: 'Language',
    asInSlack: 'Language: as in Slack',
    languageNotKept: 'The language could not be kept: the bot has trouble with its store. Try again in a moment.',
    notDrawn:
      'This page cannot be shown at the moment: the bot has trouble with its store. What you send is answered all the same. Open the page again in a moment.',
    newer: 'Newer',
    older: 'Older',
    page: (page: number) => `Page ${number(page)}`,
    notThere: 'It is not there any more; this page shows how things stand now.',
    onlyAdmins: 'Only the admins of people.yml may do this.',

    own: {
      title: 'Your last notifications',
      nothing: 'You have sent nothing to Bitrix24 yet.',
      filesOnly: '(files only)',
      people: (count: number) => counted(count, { one: 'person', other: 'people' }),
      nobody: 'nobody',
      /** How all of it stands. */
      state: {
        delivered: 'delivered',
        queued: 'on its way',
        sending: 'on its way',
        waiting: 'waiting to be tried again',
        unknown: 'may have arrived',
        failed: 'not delivered',
        cancelled: 'taken back',
      },
      /** How some of it stands. @param state one of the words above */
      some: (count: number, state: string) => `${number(count)} ${state}`,
      leftOut: (count: number) => `${number(count)} left out`,
      goesAgain: 'It is being sent again. This page shows how it goes.',
      notSentAgain: 'There is nothing left in it to be sent again.',
    },

    health: {
      title: 'For admins: Bitrix24',
      answers: (host: string) => `*${host}* answered when it was last asked, and lets the bot in.`,
      answersNoWord: (host: string) => `*${host}* answered when it was last asked.`,
      notAsked: (host: string) => `*${host}* has not been asked anything since the bot was started.`,
      /** @param when a moment, @param code the word for what went wrong */
      silent: (host: string, when: string, code: string) =>
        `*${host}* has not answered since ${when} (\`${code}\`). Everything is kept and goes out by itself once it answers. Check that the portal can be reached from where the bot runs.`,
      refused: (host: string) =>
        `*${host}* refuses the bot, so nothing is delivered. Everything is kept and goes out by itself once this is mended.`,
      here: 'This copy of the bot delivers.',
      elsewhere: 'Another copy of the bot delivers; whether Bitrix24 answers it, its own log and metrics tell.',
      nothingWaits: 'Nothing waits to be delivered.',
      waiting: (count: number, since: string) =>
        `${counted(count, { one: 'notification waits', other: 'notifications wait' })}, the oldest since ${since}.`,
      /** @param what the name of a check, @param why its reason in technical words */
      fails: (what: string, why: string) => `Not well: \`${what}\` (${why}).`,
    },

    heap: {
      waiting: (count: string) => `For admins: waiting (${count})`,
      failed: (count: string) => `For admins: not delivered (${count})`,
      moreThan: (count: number) => `more than ${number(count)}`,
      count: (count: number) => number(count),
      nothingFailed: 'Everything was delivered, as far as is known.',
      /** @param sender a mention, @param names those it is for */
      request: (sender: string, names: string) => `${sender} to ${names}`,
      more: (count: number) => `${number(count)} more`,
      /** @param code the portal's word, or the bot's own */
      because: (code: string) => `\`${code}\``,
      reference: (number: string) => `Ref. ${number}`,
      /** Where the pages end. @param state for the command line */
      inCommandLine: (state: string) =>
        `All of them, and all at once: \`npm run b24notify -- outbox list --state ${state}\`, \`outbox retry\`, \`outbox drop\`.`,
      drop: 'Drop',
      dropTitle: 'Give it up?',
      dropText: 'It is not sent any more. Its sender is told, if they were not told already that it failed.',
      dropNo: 'Keep it',
      sentAgain: (count: number) =>
        `${counted(count, { one: 'notification is', other: 'notifications are' })} on the way again.`,
      dropped: (count: number) => `${counted(count, { one: 'notification was', other: 'notifications were' })} given up.`,
    },

    awaited: {
      title: (count: number) => `For admins: people to be linked (${number(count)})`,
      nobody: 'Nobody is asked for who is not linked.',
      /** @param person a mention, @param senders mentions, @param since a moment */
      person: (person: string, senders: string, count: number, since: string) =>
        `${person} · asked for by ${senders} · ${counted(count, { one: 'request waits', other: 'requests wait' })} since ${since}`,
      andOthers: (senders: string) => `${senders} and others`,
      dismiss: 'Dismiss',
      dismissTitle: 'Send nothing to them?',
      dismissText: 'What waits for them is not sent. Those who wrote it are told.',
      dismissNo: 'Keep it',
      dismissed: (person: string, count: number) =>
        `What waited for ${person} will not be sent (${counted(count, { one: 'request', other: 'requests' })}); those who wrote it are told.`,
      /** The sender reads it. @param texts beginnings of what they wrote */
      notSent: (person: string, texts: string) =>
        `An admin will not link ${person} to a Bitrix24 account, so what you wrote to them was not sent: ${texts}. Tell them another way.`,
    },

    links: {
      title: (count: number) => `For admins: links made in Slack (${number(count)})`,
      nobody: 'Nobody has been linked here yet. people.yml and equal e-mail addresses need no link.',
      link: (person: string, bitrix24Id: number, madeBy: string) =>
        `${person} is b24:${bitrix24Id} · linked by ${madeBy}`,
      remove: 'Remove',
      removed: (person: string) => `${person} is not linked any more.`,
    },
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
