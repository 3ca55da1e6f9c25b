import { type Bot, live } from './app/life.ts';
import { createObservedPortal } from './app/portal.ts';
import { createPortalLookUps } from './app/portal-look-ups.ts';
import { createPortalTrouble } from './app/portal-trouble.ts';
import { createFileLinks } from './app/served.ts';
import { createUpkeep } from './app/upkeep.ts';
import { watchPeople } from './app/watched-people.ts';
import { createWellBeing } from './app/well-being.ts';
import { createDrive } from './bitrix24/drive.ts';
import { createSender } from './bitrix24/sender.ts';
import type { PeopleFile } from './config/people-file.ts';
import type { Settings } from './config/settings.ts';
import { Dispatcher } from './delivery/dispatcher.ts';
import { LedTakeBack } from './delivery/led-take-back.ts';
import { Transfers } from './files/transfers.ts';
import type { Log } from './log/log.ts';
import type { Redaction } from './log/redaction.ts';
import { sparingErrors } from './log/sparing.ts';
import { createMetrics } from './ops/metrics.ts';
import { logRequest, noted } from './ops/noted.ts';
import { observeChanged, observedDownload, observedFetch, observedSender } from './ops/observed.ts';
import { attention } from './outbox/attention.ts';
import type { Notification } from './outbox/notification.ts';
import type { NewRequest, Reason } from './outbox/request.ts';
import { createFileCopies } from './outbox/sql-file-copies.ts';
import { createOutbox } from './outbox/sql-outbox.ts';
import { takeBacks } from './outbox/take-backs.ts';
import { waitingRequests } from './outbox/waiting.ts';
import type { WhoIsWho } from './people/who-is-who.ts';
import { withArrivedFiles } from './requests/arriving.ts';
import type { AuditLine } from './requests/audit.ts';
import { confirm } from './requests/confirm.ts';
import { declineLink, keepForLink, type Linking, linkPerson } from './requests/linking.ts';
import { notificationWords } from './requests/notification-words.ts';
import { Rush } from './requests/rush.ts';
import { senderPace } from './requests/sender-pace.ts';
import { submit } from './requests/submit.ts';
import { tellOfAccess } from './slack/access-trouble.ts';
import { createConnection } from './slack/connection.ts';
import { createDirectory } from './slack/directory.ts';
import { createDownload } from './slack/download.ts';
import { createFileDiagnosis, createFileInfo } from './slack/file-info.ts';
import { HomeTabs } from './slack/home-tabs.ts';
import { drawHome } from './slack/listeners/home.ts';
import { registerListeners } from './slack/listeners/index.ts';
import { tellAdmins } from './slack/messages/trouble.ts';
import { createOpenedForms } from './slack/opened-forms.ts';
import { Reporter } from './slack/reporter.ts';
import { createRunning } from './slack/running.ts';
import type { Home } from './slack/standing.ts';
import { tellWaitEnded } from './slack/wait-ended.ts';
import { createWordsFor } from './slack/words-for.ts';
import { claims } from './store/claims.ts';
import { languages } from './store/languages.ts';
import { links } from './store/links.ts';
import { openStore } from './store/store.ts';

export type { Bot };

export interface BotParts {
  settings: Settings;
  people: PeopleFile;
  log: Log;
  redaction: Redaction;
  /** Ends the attempts to connect. */
  signal: AbortSignal;
  /** Nothing in this process can go on: it should end, for a supervisor to start another. */
  onUnrecoverable(error: Error): void;
}

/** How often the copy that delivers looks for what the other copies stored. */
const SHARED_PACE = 300;
/** How often to look for files that nobody woke us for. */
const FILES_PACE = 15_000;
/** Neither Slack nor the portal may stand still for longer while a file streams. */
const STALL = 20_000;
/** How often a copy that has the store for itself looks for what the command line changed. */
const ALONE_PACE = 2000;
/**
 * Builds the parts, joins them and starts them; resolves once Slack is connected. Where that fails, what began before has
 * ended when it is thrown.
 * @throws StoreError, SlackRefusedError, or what the system says of an address that cannot be listened on
 */
export async function startBot({
  settings,
  people: peopleFirst,
  log,
  redaction,
  signal,
  onUnrecoverable,
}: BotParts): Promise<Bot> {
  const metrics = createMetrics();
  const opened = await openStore(settings.database);
  const outbox = createOutbox(opened.store);
  const copies = createFileCopies(opened.store);
  const asks = claims(opened.store);
  const madeLinks = links(opened.store, opened);

  const { portal, reach } = createObservedPortal(settings, {
    opened,
    log,
    metrics,
    onSecret: redaction.add,
    onBegun: (afterMs) => dispatcher.rate.late(afterMs),
  });
  const slack = createConnection(settings.slack, log, {
    onRefused: onUnrecoverable,
    fetch: observedFetch(fetch, metrics),
  });
  let slackHome: Home | undefined;
  const team = () => slackHome?.team;
  const directory = createDirectory(slack.lookUps, () => slackHome);
  const chosenLanguages = languages(opened.store, team);
  const wordsFor = createWordsFor({ languages: chosenLanguages, slack: directory, log });
  const telling = { client: slack.client, wordsFor, log };
  const people = watchPeople(settings.peopleFile, peopleFirst, {
    log,
    onChanged: () => {
      home.look();
      void upkeep.lookForLinked();
    },
    onBroken: (problems, admins) => {
      // Every copy of the bot sees the same file; one of them tells.
      if (dispatcher.leading) void tellAdmins({ kind: 'people file broken', problems }, admins, telling);
    },
  });
  const admins = () => people.current().admins;

  const rush = new Rush();
  const reporter = new Reporter({
    outbox,
    ...telling,
    alone: !opened.shared,
    giveWay: () => rush.over(),
    admins,
    retention: settings.retention,
  });
  const inNotifications = notificationWords(settings.locale, {
    portalLanguage: (signal) => inPortal.language(signal),
    onKnown: (locale) => log.info({ locale }, 'the language of notifications follows the portal'),
    onSilent: (error) => log.info({ error }, 'the portal did not say its language; it is asked again'),
  });

  const download = createDownload({ botToken: settings.slack.botToken, hosts: settings.slack.fileHosts });
  const whyUnreadable = createFileDiagnosis(slack.lookUps);
  const fileLinks = createFileLinks(settings, {
    served: copies.served,
    download: observedDownload(download, 'proxy', metrics),
    pages: () => inNotifications.words().notification.filePages,
    onUnreadable: (file) =>
      void whyUnreadable(file).then((why) =>
        log.warn({ file, why: why ?? 'unreadable' }, 'Slack does not give the bot a file that a reader opened'),
      ),
  });

  const onLeftOut = ({ of, code }: Reason) =>
    metrics.leftOut.inc({ what: of === 'person' ? 'person' : 'file', why: code.replaceAll(' ', '_') });
  const trouble = createPortalTrouble(log, (trouble) => tellOfAccess(trouble, admins(), asks, telling));
  function onChanged(changed: readonly Notification[]): void {
    const requests = new Set(changed.map(({ requestId }) => requestId));
    home.changed({ requests });
    observeChanged(changed, metrics, Date.now());
    for (const { state, recipient } of changed) if (state === 'failed') inPortal.addresses.forget(recipient);
    if (changed.some(({ state }) => state === 'delivered')) trouble.delivered();
    reporter.changed(requests);
  }
  const dispatcher = new Dispatcher({
    outbox,
    portal: withArrivedFiles(observedSender(createSender(portal, settings.notifyAs), metrics), {
      copies,
      words: inNotifications.words,
      onLeftOut,
      ...(fileLinks && { signedLink: fileLinks.address }),
    }),
    lease: opened.lease('delivery'),
    lookEvery: opened.shared ? SHARED_PACE : ALONE_PACE,
    rate: settings.rate,
    deliveryTtl: settings.deliveryTtl,
    rush,
    onChanged,
    onTrouble: trouble.heard,
  });
  const repeatedly = sparingErrors(log);
  const takingBack = new LedTakeBack({
    outbox,
    takeBacks: takeBacks(opened.store),
    delivery: dispatcher,
    onTrouble: (error) => repeatedly(error, 'what another copy asked to take back could not be taken back'),
  });
  const transfers = new Transfers({
    copies,
    drive: createDrive(portal, () => dispatcher.rate.turn()),
    download: observedDownload(download, 'drive', metrics),
    whyUnreadable,
    stall: STALL,
    leading: () => dispatcher.leading,
    lookEvery: opened.shared ? SHARED_PACE : FILES_PACE,
    ...(settings.files.cleanup && { keep: settings.retention }),
    onReady: () => dispatcher.wake(),
    onTrouble: (error) => repeatedly(error, 'the files of a notification could not be looked after'),
  });
  const inPortal = createPortalLookUps(portal, { rate: dispatcher.rate, log, metrics });
  const who = (): WhoIsWho => ({
    file: people.current(),
    slack: directory,
    links: madeLinks,
    portal: inPortal.addresses,
  });

  /** What is accepted goes straight into delivery's hand where nothing stands before it. */
  const intoHand = {
    ...outbox,
    async accept(request: NewRequest) {
      const accepted = await dispatcher.accept(request);
      home.changed({ people: [request.sender] });
      if (request.content.files) transfers.wake();
      return accepted;
    },
  };
  const audit = (line: AuditLine) => logRequest(line, log);
  const linking: Linking = {
    outbox: intoHand,
    waiting: waitingRequests(opened.store),
    links: madeLinks,
    who,
    tell: (ended) => tellWaitEnded(ended, telling),
    asks,
    audit,
  };
  const upkeep = createUpkeep({
    outbox,
    linking,
    asks,
    retention: settings.retention,
    leading: () => dispatcher.leading,
    onSent: (requestIds) => {
      for (const requestId of requestIds) reporter.expect(requestId);
      if (requestIds.length > 0) dispatcher.wake();
    },
    log,
  });

  const { checks, forAdmins } = createWellBeing({
    opened,
    outbox,
    dispatcher,
    slack,
    portal,
    reach,
    refusedWith: trouble.refusedWith,
  });
  const home = new HomeTabs({
    client: slack.impatient,
    log,
    shared: opened.shared,
    draw: drawHome({
      outbox,
      attention: attention(opened.store),
      waiting: linking.waiting,
      links: madeLinks,
      languages: chosenLanguages,
      wordsFor,
      who,
      nameInPortal: inPortal.nameOf,
      health: forAdmins,
      team,
      log,
    }),
  });
  const linksChanged = () => home.changed({ people: admins() });
  const running = createRunning();
  const submitting = {
    outbox: intoHand,
    who,
    slack: directory,
    fileInfo: createFileInfo(slack.lookUps),
    whyUnreadable,
    files: settings.files,
    words: inNotifications.words,
    onLeftOut,
    pace: senderPace(outbox, { shared: opened.shared }),
  };
  registerListeners(slack.app, {
    submit: (submission) =>
      rush.during(() => noted(submission, { log, metrics }, (audit) => submit(submission, { ...submitting, audit }))),
    keepForLink: (unreached, sender) => keepForLink(unreached, sender, linking).finally(linksChanged),
    linkPerson: (link) => linkPerson(link, linking).finally(linksChanged),
    declineLink: (slackId) => declineLink(slackId, linking).finally(linksChanged),
    team: () => team() ?? '',
    links: madeLinks,
    languages: chosenLanguages,
    wordsFor,
    asks,
    confirm: (held, sender, reply) => confirm(held, sender, { outbox: intoHand, audit }, reply),
    deliver: () => {
      dispatcher.wake();
      transfers.wake();
    },
    async takeBack(requestId) {
      const withdrawal = await takingBack.takeBack(requestId);
      home.changed({ requests: [requestId] });
      await transfers.endAccess().catch((error: unknown) => {
        log.error({ error }, 'the access to files could not be ended yet; it is tried again');
      });
      return withdrawal;
    },
    outbox,
    reporter,
    home,
    directory,
    lookUps: slack.lookUps,
    portalDirectory: inPortal.directory,
    who,
    openedForms: createOpenedForms(),
    running,
    log,
  });

  return live(
    {
      settings,
      opened,
      portal,
      slack,
      dispatcher,
      takingBack,
      transfers,
      reporter,
      home,
      upkeep,
      people,
      observed: { settings, checks, opened, dispatcher, metrics, log, onUnrecoverable },
      inNotifications,
      download,
      fileRoutes: fileLinks?.routes ?? {},
      running,
      log,
      onSecret: redaction.add,
      onIdentity: (identity) => {
        slackHome = identity;
      },
    },
    signal,
  );
}
