import { formats } from './formats.ts';
import type { Place } from './place.ts';

const { all, any, counted, number, size } = formats('en');

const LINK_ONLY = 'Only its link in Slack was sent, which opens for people with a Slack account.';
const NO_ACCOUNT =
  'Bitrix24 has no active account for them: they may have left, or their number is wrong. Ask an admin of this bot.';
const NO_SUCH_TEXT =
  'Bitrix24 does not take this text, not even without its formatting and files. Write it differently.';

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
    size: (bytes: number) => sized(bytes),
    /** What a page of Slack's own is that stands among the files. */
    slackPage: {
      canvas: 'a canvas in Slack',
      list: 'a list in Slack',
      post: 'a post in Slack',
      email: 'an e-mail in Slack',
    },
    /** Somebody whose name Slack did not tell. */
    somebody: 'Somebody',
    /** What Slack did not name; `unshown`: what it puts in no words at all. */
    nameless: {
      person: 'somebody',
      group: 'a group',
      channel: 'a channel',
      file: 'a file',
      unshown: '(something that only Slack shows)',
    },
    /** What somebody reads who opens a link of `FILES=proxy` that gives no file. */
    filePages: {
      /** The link is none of ours, or its time is over, or the notification was taken back. */
      ended:
        'This link leads to no file any more. It works for 7 days, and not after the notification was taken back. Ask whoever sent it to send the file again.',
      /** Slack does not give the file to the bot any more. */
      unreadable: 'Slack does not give this file any more; it may have been deleted there. Ask whoever sent it.',
      /** Slack does not answer at the moment. */
      silent: 'Slack does not answer at the moment. Try again in a minute.',
    },
  },

  /** Names in a row. */
  list: {
    all: (names: readonly string[]) => all(names),
    /** Stands as the last name where there are more. */
    more: (count: number) => `${number(count)} more`,
    /** Somebody's own words. */
    quoted: (words: string) => `“${words}”`,
  },

  /** On buttons: at most 75 characters. */
  button: {
    undo: 'Undo',
    sendAgain: 'Send again',
    openForm: 'Open the form',
    sendTo: (people: number) => `Send to ${counted(people, PEOPLE)}`,
    doNotSend: 'Do not send',
    /** These two stand below a form too: at most 24. */
    askForLink: 'Ask an admin to link',
    linkNow: 'Link now',
    doNotLink: 'Do not link',
    skipLink: 'Not this one',
  },

  /**
   * How a request ended, each the beginning of a message, after its emoji. `names`: those it is said of. `summary`: the
   * beginning of what was sent; empty where only files were.
   */
  outcome: {
    delivered: (names: string, summary: string) => `Delivered to ${names}${about(summary)}`,
    /** What follows is a list of exceptions. */
    deliveredBut: (names: string, summary: string) => `Delivered to ${names}${about(summary)}, but:`,
    onItsWay: (names: string, summary: string) =>
      `Stored, on its way to ${names}${about(summary)}. You will be told when it has arrived.`,
    notDelivered: (summary: string) => `Not delivered${about(summary)}`,
    nobodyKnows: (summary: string) => `Nobody knows whether it arrived${about(summary)}`,
    takenBack: (names: string, summary: string) => `Taken back from ${names}${about(summary)}`,
    /** A line among the exceptions. */
    takenBackFrom: (names: string) => `Taken back from ${names}.`,
    /** After the names and a colon. */
    simpler: 'Bitrix24 refused the attachments or the formatting, so it arrived in a simpler form.',
    /** A number by which the log knows the request. */
    reference: (number: string) => `Ref. ${number}`,
    /** Whom to ask about what went wrong. @param admins mentions */
    admins: (admins: string) => `Admins of this bot: ${admins}`,
  },

  /** What became of taking a notification back. */
  takingBack: {
    fromSome: (names: string, summary: string) => `Taken back from ${names}, not from everybody${about(summary)}`,
    notYet: (summary: string) => `Not taken back yet${about(summary)}`,
    nothingLeft: (summary: string) => `There is nothing left to take back${about(summary)}`,
    /** These three after names and a colon. */
    onItsWay: 'it is on its way at this moment; press Undo again in a few seconds.',
    replaced: 'a newer notification with the same tag has already taken its place.',
    stillThere: 'Bitrix24 did not answer, so it may still be there. Press Undo again in a moment.',
    nothingSent: 'You have sent nothing to Bitrix24 yet, so there is nothing to take back.',
    onlySender: 'Only the sender can take a notification back.',
    storeSilent: 'It could not be taken back: the bot has trouble with its store. Try again in a moment.',
  },

  /** What is kept for a while, and is gone. */
  tooOld: {
    notification: 'This notification is too old: the bot does not know it any more. Send a new one.',
    held: 'This is too old: the bot does not keep it any more. Send it anew.',
    draft: 'What you typed is not kept any more. Type the command again.',
    messageForm: 'This form is too old. Close it and choose “Notify in Bitrix24” once more.',
  },

  /** Why somebody gets nothing, after their name and a colon. */
  notFound: {
    'not listed': 'not linked to a Bitrix24 account yet. Ask an admin of this bot to link them.',
    'several accounts':
      'several Bitrix24 accounts have this e-mail address. Ask an admin of this bot to say which is meant.',
    'slack silent': 'Slack did not say who this is. Try again in a moment.',
    'portal silent': 'Bitrix24 did not say who this is. Try again in a moment.',
    'no such group': 'there is no such group. Name the people themselves.',
    'empty group': 'nobody is in this group.',
    'no groups in the plan':
      'Slack has user groups only in its paid plans. Name the people themselves, or ask an admin of this bot for a group of its own.',
    'group silent': 'Slack did not say who is in this group. Try again in a moment.',
  },

  /** A file whose name Slack does not tell: "a file (deleted)", "a file: it was deleted in Slack." */
  namelessFile: 'a file',

  /** Why a file was left out, after its name and a colon. */
  fileLeftOut: {
    deleted: 'it was deleted in Slack.',
    hidden: 'Slack hides it because of the limit of your plan. Upload it anew to send it.',
    denied: 'the bot may not see it. In a private channel, /invite the bot first.',
    'no link': 'Slack gave no link to it. Send it another way.',
  },

  /** Why of a file only Slack's link went, after its name and a colon. */
  fileLinked: {
    /** @param largest bytes; 0 where it is not known any more */
    'too large': (largest: number) =>
      `${largest > 0 ? `it is larger than ${sized(largest)}` : 'it is too large'}. ${LINK_ONLY}`,
    unreadable: `the bot may not read it. In a private channel, /invite the bot first and send it again. ${LINK_ONLY}`,
    'no scope': `the bot may not read files in Slack: its permission files:read is missing. Ask an admin to reinstall the app. ${LINK_ONLY}`,
    gone: 'it was deleted in Slack.',
    broken: `Slack did not give all of it, twice. ${LINK_ONLY}`,
    late: `it took too long to copy. ${LINK_ONLY}`,
    'no drive right': `the bot may not use Bitrix24's Drive: its right “disk” is missing. Ask an admin of this bot. ${LINK_ONLY}`,
    'drive full': `Bitrix24 could not save it; its Drive may be full. ${LINK_ONLY}`,
    'too large for portal': `it is too large for Bitrix24. ${LINK_ONLY}`,
    portal: `Bitrix24 did not take it. ${LINK_ONLY}`,
  },

  /** Why somebody did not get it, after their name and a colon. */
  failed: {
    'no account': NO_ACCOUNT,
    'switched off':
      'they have switched off notifications from apps in Bitrix24, so nothing reached them. Tell them another way.',
    content: NO_SUCH_TEXT,
    'too old': 'Bitrix24 did not take it for too long, so it was given up. Send it again later.',
    replaced: 'a newer notification with the same tag has already taken its place. Nothing is left to do.',
    dropped: 'whoever runs the bot has given it up. Ask them why; send it again if it is still needed.',
    inside: 'the bot itself failed on it. Ask whoever runs the bot: its log has the reason.',
    /** @param code the portal's own word */
    refused: (code: string) => `Bitrix24 refused it. Ask an admin of this bot, and tell them this word: ${code}.`,
    unknown: 'the reason is not known. Ask an admin of this bot.',
    /** Nobody knows whether it arrived. */
    mayHaveArrived:
      'Bitrix24 broke off without a clear answer. Ask them; or send again: if it did arrive, the new one takes its place.',
  },

  /** Why something is still on its way, a sentence. */
  notYet: {
    'locked out':
      'Bitrix24 does not let the bot in at the moment, and whoever runs the bot has to mend that; it goes out by itself then.',
    'not taken': 'Bitrix24 does not take it at the moment; the bot keeps trying.',
  },

  /** Why nothing of a request was accepted. */
  refused: {
    notPermitted: {
      guest: 'Guests may not send notifications to Bitrix24.',
      stranger: 'Only members of this workspace may send notifications to its Bitrix24.',
      bot: 'Bots may not send notifications to Bitrix24.',
      'not allowed': 'You are not on the list of those who may send notifications to Bitrix24.',
      'slack silent':
        'Slack did not say who you are, so the bot cannot tell whether you may send. Try again in a moment.',
    },
    /** After that, whom to ask. @param admins mentions */
    askAdmins: (admins: readonly string[]) => `Ask ${any(admins)}.`,
    askOperator: 'Ask whoever runs this bot.',
    askAnAdmin: 'Ask an admin of this bot.',
    /** What follows are names with reasons, each on a line. */
    nobodyFound: 'Nobody you named can be reached, so nothing was sent.',
    /** In a form. @param reasons sentences */
    nobodyFoundFor: (reasons: string) => `Nobody of those you named can be reached: ${reasons}`,
    tooMany: (named: number, most: number) =>
      `You named ${counted(named, PEOPLE)}, and one request may reach ${number(most)}. Send it in several, or ask an admin of this bot for a higher limit.`,
    tooFast: (perMinute: number) =>
      `You have sent ${counted(perMinute, { one: 'request', other: 'requests' })} within a minute, and no more are taken. Wait a minute and send it then; an admin of this bot can raise the limit.`,
    /** What was typed follows. */
    storeSilent:
      'Not accepted: the bot could not store it, so nothing was sent. Try again in a moment; whoever runs the bot finds the reason in its log. You typed:',
    storeSilentForm: 'The bot could not store this, so nothing was sent. Try again in a moment.',
  },

  /** What could not be understood in a command, and what to type instead. `word`: what was typed, quoted. */
  unclear: {
    /** Comes after what was wrong; what was typed follows. */
    typed: '_Nothing was sent. You typed:_',
    nobodyNamed: (example: string) => `Nobody is named to receive this. Begin with whom it is for: ${example}`,
    unknownWord: (word: string, example: string) =>
      `The command begins with whom it is for, and ${word} is nobody the bot knows. Type, for example: ${example}`,
    noMention: (word: string) =>
      `Slack did not recognise ${word} as a person. Type @ and a few letters, then pick the name from Slack's list.`,
    /** @param hidden how many of them have no button */
    severalPeople: (word: string, hidden: number) =>
      `${word} may be one of several people. Whom do you mean?${hidden > 0 ? ` There are ${number(hidden)} more: type more of the name to see them.` : ''}`,
    everybody: (name: string) => `${name} cannot be notified in Bitrix24. Name the people themselves.`,
    channel: 'A channel cannot be notified in Bitrix24. Name the people themselves.',
    badNumber: (word: string) =>
      `${word} is no Bitrix24 person. Write b24: and the number from the address of their profile, as in \`b24:15\`.`,
    unknownOption: (word: string) => `${word} is not known here. The only option is \`--tag NAME\`.`,
    noTagName: '`--tag` needs a name after it, as in `--tag deploy`.',
    openQuote:
      'The name after `--tag` begins with a quotation mark that is never closed. Write it as in `--tag "release 5"`.',
    secondTag: 'There is more than one `--tag`. A notification has one: take the others out.',
    tagTooLong: (most: number) => `The name after \`--tag\` is longer than ${number(most)} characters.`,
    noText: (example: string) => `There is no text to send. Write it after the recipients: ${example}`,
    example: (command: string) => `\`${command} @anna Please approve invoice 12\``,
  },

  /** Before a request goes to many. */
  confirmation: {
    asks: (people: number, names: string) => `Nothing is sent yet. This goes to ${counted(people, PEOPLE)}: ${names}.`,
    /** What follows are names with reasons. */
    leftOut: 'Left out:',
    notSent: 'Not sent, as you chose.',
  },

  /** `/b24notify help`, line by line. */
  help: (command: string) => [
    '*Notify a colleague in Bitrix24*',
    `\`${command} @anna Please approve invoice 12\` – to one person; name several in a row, with or without commas`,
    `\`${command} anna@example.com b24:15 Lunch is ready\` – by e-mail address, or by number in Bitrix24`,
    `\`${command} @anna --tag deploy Deploy finished\` – a newer one with the same tag takes the place of the older`,
    `\`${command}\` – opens a form, with formatting and files`,
    `\`${command} history\` – your last ten · \`${command} undo\` – takes the last one back`,
    'To send a message that is already in Slack, with its files: *⋮ More actions → Notify in Bitrix24* on the message.',
  ],

  /** `/b24notify history`. */
  history: {
    title: '*Your last notifications*',
    nothing: (command: string) => `You have sent nothing to Bitrix24 yet. \`${command} help\` shows how.`,
    /** In place of a text. */
    filesOnly: '(files only)',
    delivered: (count: number) => `${number(count)} delivered`,
    onItsWay: (count: number) => `${number(count)} on its way`,
    waiting: (count: number) => `${number(count)} waiting`,
    unknown: (count: number) => `${number(count)} may have arrived`,
    failed: (count: number) => `${number(count)} not delivered`,
    cancelled: (count: number) => `${number(count)} taken back`,
    leftOut: (count: number) => `${number(count)} left out`,
  },

  /** In the forms. Titles and the buttons below a form: at most 24 characters; placeholders: 150. */
  form: {
    compose: 'Write to Bitrix24',
    message: 'Notify in Bitrix24',
    send: 'Send',
    cancel: 'Cancel',
    close: 'Close',
    to: 'To',
    pickPeople: 'Pick people',
    portalPeople: 'And people of Bitrix24',
    typeName: 'Type the beginning of a name',
    others: 'And people who are not in Slack',
    othersHint: 'E-mail addresses, or b24: and the number of their Bitrix24 profile, separated by commas.',
    othersExample: 'olga@example.com, b24:15',
    text: 'Text',
    files: 'Files',
    tag: 'Tag',
    tagHint: 'A newer notification with the same tag takes the place of the older one.',
    confirm: 'Send to so many?',
    back: 'Back',
    reading: 'Reading the message …',
    messageFrom: (author: string) => `Message from *${author}*`,
    /** An author without a name. */
    app: 'an app',
    note: 'Your note',
    filesToSend: 'Files to send',
    moreFiles: 'More files',
    /** After the name of a file, in a line of 75 characters. */
    deleted: ' (deleted)',
    hidden: ' (hidden by Slack)',
    /** Below a field. */
    nobodyPicked: 'Pick at least one person.',
    notAnAddress: (entry: string) =>
      `“${entry}” is neither an e-mail address nor b24: and a number. Pick people by name in the fields above.`,
    noText: 'Write the text to be sent.',
    notShown: 'The form could not be shown. Close it and try again in a moment.',
    notOpened: 'Nothing was sent: Slack did not open the form in time. Try once more.',
  },

  /** Linking people of Slack to Bitrix24. `person`, `people`, `admins`: mentions. */
  linking: {
    /** An admin reads it. @param count how many people there are */
    wanted: (sender: string, people: string, count: number) =>
      count === 1
        ? `${sender} wants to notify ${people}, who is not linked to a Bitrix24 account. What they wrote is kept, and goes out once you link them.`
        : `${sender} wants to notify ${people}, who are not linked to Bitrix24 accounts. What they wrote is kept, and goes out to each one whom you link.`,
    /** The sender reads these. What follows them is `kept`. */
    asked: (admins: string) => `${admins} will be asked.`,
    askedBefore: (admins: string) => `The admins know of it already: ${admins}.`,
    notAsked: (admins: string) => `Slack did not let the bot ask ${admins}: ask them yourself.`,
    noAdmins: 'This bot has no admins who could be asked: ask whoever runs it.',
    kept: (people: string) => `What you wrote to ${people} is kept, and goes out by itself once they are linked.`,
    meanwhile: 'They are linked by now: what you wrote is on its way.',
    done: (person: string, bitrix24Id: number) => `${person} is linked to the Bitrix24 person number ${bitrix24Id}.`,
    /** In place of that, where another number was picked. */
    listed: (person: string, bitrix24Id: number) =>
      `No link was made: people.yml says that ${person} is the Bitrix24 person number ${bitrix24Id}, and goes before every link. If that is wrong, change it there.`,
    onTheirWay: (count: number) => `Notifications that waited for this and are on their way now: ${number(count)}.`,
    declined: (people: string, admin: string) =>
      `${people}: not linked, as ${admin} decided. Whoever waited for it is told.`,
    /** In place of that. @param count how many who wrote */
    notAllTold: (count: number) =>
      `Slack did not let the bot tell ${count === 1 ? 'one of those who wrote' : `${number(count)} of those who wrote`}, so what they wrote goes on waiting. Press “Do not link” again in a few minutes.`,
    nothingLeft: 'Nothing is left to do here: they are linked.',
    onlyAdmins: 'Only the admins of people.yml may link people.',
    /** A sender reads these, whose request waits for a link no longer. The reason stands on a line of its own. */
    notDelivered: (person: string, summary: string) => `Not delivered to ${person}${about(summary)}`,
    tooOld:
      'Nobody linked them to a Bitrix24 account for too long, so it was given up. Ask an admin of this bot, and send it again.',
    refused: 'An admin decided not to link them to a Bitrix24 account. Ask an admin of this bot why.',
    hadIt: (person: string, summary: string) =>
      `${person} is linked now, and had got it under another name${about(summary)}`,
    /** In the form. */
    title: 'Link to Bitrix24',
    link: 'Link',
    /** @param rest how many come after that */
    whoIs: (person: string, rest: number) =>
      `Who is ${person} in Bitrix24?${rest > 0 ? ` (${number(rest)} more after that)` : ''}`,
    person: 'Bitrix24 person',
    nobodyPicked: 'Pick a person.',
    /** On top of a form that reaches nobody; why, and then one of these. */
    notLinked: 'Not linked yet',
    thenLink: 'Link them, and it goes out.',
    thenAsk: 'Ask an admin to link them: what you wrote is kept then, and goes out by itself.',
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
    askToBeLinked: (admins: readonly string[]) => `To be linked, ask ${any(admins)}.`,
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
      people: (count: number) => counted(count, PEOPLE),
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
        `*${host}* has not answered properly since ${when} (\`${code}\`). Everything is kept and goes out by itself once it does. Check that the portal works, and can be reached from where the bot runs.`,
      refused: (host: string) =>
        `*${host}* refuses the bot, so nothing is delivered. Everything is kept and goes out by itself once this is mended.`,
      here: 'This copy of the bot delivers.',
      elsewhere: 'Another copy of the bot delivers; whether Bitrix24 answers it, its own log and metrics tell.',
      nothingWaits: 'Nothing waits to be delivered.',
      waiting: (count: number, since: string) =>
        `${counted(count, { one: 'notification waits', other: 'notifications wait' })}, the oldest since ${since}.`,
      /** What of the bot itself does not work. After these comes `whyInLog`. */
      fails: {
        store: 'The store does not answer, so nothing new is accepted.',
        'store writes':
          'The store takes no writes, so nothing new is accepted: its disk may be full, or it may only be read. It goes on by itself once it can.',
        'store file': 'The file of the store is gone or was replaced: the bot ends, to be started again.',
        delivery: 'Delivery stands still. If it does not go on by itself, the bot ends soon, to be started again.',
        slack: 'The bot is not connected to Slack; it keeps trying.',
      },
      whyInLog: 'The log of the bot and its address `/readyz` say why.',
    },

    heap: {
      waiting: (count: string) => `For admins: waiting (${count})`,
      failed: (count: string) => `For admins: not delivered (${count})`,
      moreThan: (count: number) => `more than ${number(count)}`,
      count: (count: number) => number(count),
      nothingFailed: 'Everything was delivered, as far as is known.',
      /** @param sender a mention, @param names those it is for */
      request: (sender: string, names: string) => `${sender} to ${names}`,
      /** @param code the portal's word, or the bot's own */
      because: (code: string) => `\`${code}\``,
      /** Where the pages end. @param state for the command line */
      inCommandLine: (state: string) =>
        `All of them, and all at once: \`npm run b24notify -- outbox list --state ${state}\`, \`outbox retry\`, \`outbox drop\`.`,
      drop: 'Drop',
      dropTitle: 'Give it up?',
      dropText: 'It is not sent any more. Its sender is told, if they were not told already that it failed.',
      dropNo: 'Keep it',
      sentAgain: (count: number) =>
        `${counted(count, { one: 'notification is', other: 'notifications are' })} on the way again.`,
      dropped: (count: number) =>
        `${counted(count, { one: 'notification was', other: 'notifications were' })} given up.`,
    },

    awaited: {
      title: (count: number) => `For admins: people to be linked (${number(count)})`,
      nobody: 'Nobody is asked for who is not linked.',
      /** @param person a mention, @param senders mentions, @param since a moment */
      person: (person: string, senders: string, count: number, since: string) =>
        `${person} · asked for by ${senders} · ${counted(count, { one: 'request waits', other: 'requests wait' })} since ${since}`,
      andOthers: (senders: string) => `${senders} and others`,
      dismissTitle: 'Send nothing to them?',
      dismissText: 'What waits for them is not sent. Those who wrote it are told.',
      dismissNo: 'Keep it',
      dismissed: (person: string) => `What waited for ${person} will not be sent; those who wrote it are told.`,
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

  /** What is wrong with people.yml; each begins with the file and the line. */
  peopleFile: {
    /** A field, and what it is not. */
    said: (field: string, wrong: string) => `${field} ${wrong}.`,
    /** In place of a field. */
    wholeFile: 'the file',
    field: {
      'slack id': 'must be a Slack member ID, as in U012ABCDEF (in the profile: ⋮ → Copy member ID)',
      'account missing': 'must be a Slack member ID or an e-mail address',
      account: 'must be a Slack member ID, as in U012ABCDEF, or the e-mail address of the Slack account',
      usergroup: 'must be the ID of a Slack user group, as in S0614TZR7',
      bitrix24: 'must be the number of a Bitrix24 person (the number in the address of their profile)',
      whole: 'must be a whole number',
      positive: 'must be 1 or more',
      number: 'must be a number',
      member: 'must be a Slack member ID, an e-mail address or the number of a Bitrix24 person',
      'true or false': 'must be true or false',
      entry: 'must be an entry with slack and bitrix24',
      people: 'must be a list of people',
      groups: 'must be names of groups, each with its list of people',
      'slack ids': 'must be a list of Slack member IDs',
      usergroups: 'must be a list of IDs of Slack user groups',
      allow: 'must hold users, usergroups or guests; to let every member send, remove it',
      limits: 'must hold recipients or per_minute',
      fields: 'must be made of fields such as people: and admins:',
      unknown: 'is not a field known here',
    },
    twice: (field: string, name: string) => `${field} names ${name} a second time.`,
    notYaml: (said: string) => `is not YAML: ${said}.`,
    unreadable: (said: string) => `cannot be read: ${said}.`,
    wrong: {
      'second document': 'begins a second document.',
      'not text': 'is not text in UTF-8.',
      absent: 'is not there.',
      folder: 'is a folder.',
      'no right': 'cannot be read.',
    },
    mend: {
      field: 'people.example.yml shows every field.',
      twice: 'Keep one of the two entries.',
      'not YAML': 'Compare the line with people.example.yml: indentation by spaces, a space after each colon.',
      aliases: 'Write the entries out instead of &name and *name.',
      'second document': 'Remove the line ---.',
      'not text': 'Save it as UTF-8.',
      absent: 'Copy people.example.yml to this path and list who is who, or set PEOPLE_FILE to where it is.',
      folder:
        'Put a file like people.example.yml in its place, or set PEOPLE_FILE to where it is. (Docker makes such a folder when the file to mount is missing.)',
      'no right': 'Let the user that runs the bot read it.',
    },
  },

  /** What went wrong in the bot itself. */
  trouble: {
    inside: (command: string) =>
      `The bot has trouble inside and could not do this; its log says why. Try again in a moment. \`${command} history\` shows what was sent.`,
    /** The admins read these. What the portal said, and what to do about it, follows. */
    credentialsRefused:
      'Bitrix24 refuses the bot, so nothing is delivered. Everything is kept and goes out by itself once this is mended.',
    /** @param code the portal's own word */
    portalSaid: (code: string) => `Its answer: ${code}.`,
    /** What an admin does about it, by the portal's word. */
    mend: {
      access:
        'Create a new inbound webhook with the rights im, user_basic (and disk for files) and put it in BITRIX24_WEBHOOK_URL; or install the local application again.',
      rights:
        'Give the inbound webhook, or the local application, the rights im, user_basic (and disk for files) in the developer resources of Bitrix24; install the application again then.',
      plan: "Check the portal's plan: REST needs a commercial plan with a Market subscription.",
      'user access': "Give the token's user access to the application in Bitrix24 (Applications → its settings).",
      block: 'Ask the support of Bitrix24 to lift the block; trying again does not help.',
      'portal gone': "Check that the portal still exists, and put its address in the bot's settings.",
      confirmation:
        "Ask an administrator of the portal to confirm this method for the webhook's owner, or to allow it again.",
      client: 'Check BITRIX24_CLIENT_ID and BITRIX24_CLIENT_SECRET against the local application in Bitrix24.',
      'application gone':
        'The application was deleted in the portal: add it again and put its id, secret and tokens in the settings.',
      address: "Check the portal's address in the bot's settings.",
    },
    credentialsWork: 'Bitrix24 takes the bot again; what was kept is being delivered.',
    /** What is wrong in the file follows, line by line. */
    peopleFileBroken:
      'The new version of people.yml cannot be used, so the bot goes on with the last good one. It is read again as soon as it changes.',
  },
};

const PEOPLE = { one: 'person', other: 'people' };

function about(summary: string): string {
  return summary === '' ? '' : `: “${summary}”`;
}

function sized(bytes: number): string {
  return size(bytes, ['B', 'KB', 'MB', 'GB']);
}

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
