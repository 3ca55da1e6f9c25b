import { listPeople } from './bitrix24/all-people.ts';
import { connectPortal, tokensKey } from './bitrix24/connect.ts';
import { createDrive } from './bitrix24/drive.ts';
import { PortalError } from './bitrix24/errors/portal-error.ts';
import type { TokenKeep } from './bitrix24/oauth.ts';
import { type EmailMatch, getPerson, type Person, profile } from './bitrix24/people.ts';
import { findByEmails } from './bitrix24/people-by-email.ts';
import type { Portal } from './bitrix24/portal.ts';
import { portalLanguage } from './bitrix24/portal-language.ts';
import { type Reach, watchReach } from './bitrix24/reach.ts';
import { createSender } from './bitrix24/sender.ts';
import { ConfigurationError, type Problem } from './config/configuration-error.ts';
import type { PeopleFile } from './config/people-file.ts';
import { watchPeopleFile } from './config/people-watch.ts';
import type { Settings } from './config/settings.ts';
import { Dispatcher, type DispatcherTrouble } from './delivery/dispatcher.ts';
import { takeBack } from './delivery/take-back.ts';
import { createFileProxy, FILES_PATH, type ProxyOptions } from './files/proxy.ts';
import { createSignedLinks } from './files/signed-link.ts';
import { Transfers } from './files/transfers.ts';
import { type Routes, type RunningServer, startServer } from './http/server.ts';
import { INSTALL_PATH, type InstallationOptions, installRoute } from './installation/install-route.ts';
import type { Log } from './log/log.ts';
import type { Redaction } from './log/redaction.ts';
import { sparingErrors } from './log/sparing.ts';
import { type Check, failing } from './ops/check.ts';
import { healthRoutes } from './ops/health.ts';
import { createMetrics, metricsRoutes } from './ops/metrics.ts';
import { logRequest, noted } from './ops/noted.ts';
import {
  observeChanged,
  observedDownload,
  observedFetch,
  observedLookUp,
  observedPortal,
  observedSender,
} from './ops/observed.ts';
import { startWatch } from './ops/watch.ts';
import { attention } from './outbox/attention.ts';
import { depthOf } from './outbox/depth.ts';
import { createFileCopies } from './outbox/file-copies.ts';
import type { NewRequest, Reason } from './outbox/request.ts';
import { createOutbox } from './outbox/sql-outbox.ts';
import { waitingRequests } from './outbox/waiting.ts';
import { createAddressBook } from './people/address-book.ts';
import type { Searchable } from './people/name-search.ts';
import { createPortalDirectory } from './people/portal-directory.ts';
import { createPortalNames } from './people/portal-names.ts';
import type { AddressMatch } from './people/portal-people.ts';
import type { WhoIsWho } from './people/who-is-who.ts';
import { withArrivedFiles } from './requests/arriving.ts';
import type { AuditLine } from './requests/audit.ts';
import { confirm } from './requests/confirm.ts';
import {
  declineLink,
  endOldWaiting,
  keepForLink,
  type Linking,
  linkPerson,
  sendToNewlyKnown,
} from './requests/linking.ts';
import { notificationWords } from './requests/notification-words.ts';
import { Rush } from './requests/rush.ts';
import { submit } from './requests/submit.ts';
import { type AccessTrouble, tellOfAccess } from './slack/access-trouble.ts';
import { createConnection } from './slack/connection.ts';
import { createDirectory } from './slack/directory.ts';
import { createDownload } from './slack/download.ts';
import { createFileDiagnosis, createFileInfo } from './slack/file-info.ts';
import { HomeTabs } from './slack/home-tabs.ts';
import { drawHome } from './slack/listeners/home.ts';
import { registerListeners } from './slack/listeners/index.ts';
import { tellAdmins } from './slack/messages/trouble.ts';
import { Reporter } from './slack/reporter.ts';
import { createRunning } from './slack/running.ts';
import { EVENTS_PATH } from './slack/surfaces.ts';
import { BOT_PARTS, type BotPart, type Health } from './slack/views/home/health.ts';
import { tellWaitEnded } from './slack/wait-ended.ts';
import { createWordsFor } from './slack/words-for.ts';
import { claims } from './store/claims.ts';
import { languages } from './store/languages.ts';
import { links } from './store/links.ts';
import { portalTokens, tokensTurn } from './store/portal-tokens.ts';
import { type OpenStore, openStore } from './store/store.ts';
import { createWriteCheck } from './store/write-check.ts';

/** A bot that runs. */
export interface Bot {
  /** Where Slack is served, in HTTP mode. */
  port: number | undefined;
  /** Takes nothing new, lets what is in flight finish, keeps the rest in the store. */
  stop(): Promise<void>;
}

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

const HOUR = 3_600_000;
/** Somebody who is waited for may get an account with their address, or a line in people.yml that another copy has read. */
const LOOK_FOR_LINKED = 10 * 60_000;
/** How often the copy that delivers looks for what the other copies stored. */
const SHARED_PACE = 300;
/** How often to look for files that nobody woke us for. */
const FILES_PACE = 15_000;
/** Neither Slack nor the portal may stand still for longer while a file streams. */
const STALL = 20_000;
/** How often a copy that has the store for itself looks for what the command line changed. */
const ALONE_PACE = 2000;
/**
 * After how long trouble that never mends itself ends the process. A lost file has to, before more is accepted into it;
 * delivery that hung although the store answers is given two minutes.
 */
const END_AFTER = { 'store file': { ms: 0 }, delivery: { ms: 120_000, unless: 'store' } };

/** Somebody waits for the answer, and Slack for three seconds: look-ups in the portal have about half of them. */
const LOOK_UP_WAIT = 300;
const LOOK_UP_PATIENCE = 1200;
/** Nobody waits for the list of all people, so a busy portal may take its time over each page. */
const LISTING_WAIT = 60_000;

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
  const opened = await openStore(settings.database);
  const repeatedly = sparingErrors(log);
  const outbox = createOutbox(opened.store);
  const metrics = createMetrics();
  const connected = connectPortal(
    settings.portal,
    {
      onSecret: redaction.add,
      onBegun: (afterMs) => dispatcher.rate.late(afterMs),
      onMoved: (host) => log.warn({ host }, 'the portal has moved: change its address in the settings'),
    },
    settings.portal.mode === 'application' ? tokenKeep(opened, tokensKey(settings.portal)) : undefined,
  );
  const { portal, reach } = watchReach(observedPortal(connected, metrics));
  const slack = createConnection(settings.slack, log, {
    onRefused: onUnrecoverable,
    fetch: observedFetch(fetch, metrics),
  });
  let team: string | undefined;
  const directory = createDirectory(slack.lookUps, () => team);
  const chosenLanguages = languages(opened.store, () => team);
  const wordsFor = createWordsFor({ languages: chosenLanguages, slack: directory, log });
  const rush = new Rush();
  const telling = { client: slack.client, wordsFor, log };
  const reporter = new Reporter({
    outbox,
    ...telling,
    alone: !opened.shared,
    giveWay: () => rush.over(),
    admins: () => people.current().admins,
  });
  const asks = claims(opened.store);
  const copies = createFileCopies(opened.store);
  const download = createDownload({ botToken: settings.slack.botToken, hosts: settings.slack.fileHosts });
  const inNotifications = notificationWords(settings.locale, {
    portalLanguage: (signal) => dispatcher.rate.ask(() => portalLanguage(portal, { signal }), LISTING_WAIT),
    onKnown: (locale) => log.info({ locale }, 'the language of notifications follows the portal'),
    onSilent: (error) => log.info({ error }, 'the portal did not say its language; it is asked again'),
  });
  const whyUnreadable = createFileDiagnosis(slack.lookUps);
  const proxy = fileProxy(
    settings,
    {
      served: copies.served,
      download: observedDownload(download, 'proxy', metrics),
      pages: () => inNotifications.words().notification.filePages,
    },
    (file) =>
      whyUnreadable(file).then((why) =>
        log.warn({ file, why: why ?? 'unreadable' }, 'Slack does not give the bot a file that a reader opened'),
      ),
  );
  const onLeftOut = ({ of, code }: Reason) =>
    metrics.leftOut.inc({ what: of === 'person' ? 'person' : 'file', why: code.replaceAll(' ', '_') });
  let refusedWith = '';
  let delivered = false;
  const tellAccess = (trouble: AccessTrouble) => tellOfAccess(trouble, people.current().admins, asks, telling);
  const dispatcher = new Dispatcher({
    outbox,
    portal: withArrivedFiles(observedSender(createSender(portal, settings.notifyAs), metrics), {
      copies,
      words: inNotifications.words,
      onLeftOut,
      ...(proxy && { signedLink: proxy.address }),
    }),
    lease: opened.lease('delivery'),
    lookEvery: opened.shared ? SHARED_PACE : ALONE_PACE,
    rate: settings.rate,
    deliveryTtl: settings.deliveryTtl,
    rush,
    onChanged: (changed) => {
      home.changed({ requests: new Set(changed.map(({ requestId }) => requestId)) });
      observeChanged(changed, metrics, Date.now());
      for (const { state, recipient } of changed) if (state === 'failed') addresses.forget(recipient);
      if (!delivered && changed.some(({ state }) => state === 'delivered')) {
        delivered = true;
        // A process that ended meanwhile may have told that the portal refuses us.
        void tellAccess({ kind: 'credentials work again' });
      }
      reporter.changed(new Set(changed.map(({ requestId }) => requestId)));
    },
    onTrouble: (trouble) => {
      if (trouble.kind === 'credentials refused') refusedWith = trouble.code;
      if (trouble.kind === 'failed inside') repeatedly(trouble.error, 'delivery failed inside the bot');
      else logTrouble(trouble, log);
      if (trouble.kind === 'credentials refused' || trouble.kind === 'credentials work again') void tellAccess(trouble);
    },
  });
  const people = watchPeopleFile({
    path: settings.peopleFile,
    first: peopleFirst,
    onChanged: ({ bySlackId, byEmail }) => {
      log.info({ people: bySlackId.size + byEmail.size }, 'people.yml has changed; the new version is in force');
      home.look();
      void lookForLinked();
    },
    onBroken: (error, { admins }) => {
      const problems = problemsOf(error);
      log.error(
        { problems: problems.map(({ where, wrong, mend }) => `${where} ${wrong} ${mend}`) },
        'the new people.yml cannot be used; the last good one stays in force',
      );
      // Every copy of the bot sees the same file; one of them tells.
      if (dispatcher.leading) void tellAdmins({ kind: 'people file broken', problems }, admins, telling);
    },
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
  const addresses = createAddressBook({
    lookUp: observedLookUp(
      (some) => dispatcher.rate.ask(() => lookUpAddresses(portal, some, log), LOOK_UP_WAIT),
      metrics,
    ),
  });
  const portalDirectory = createPortalDirectory(
    async () => (await listPeople(portal, { turn: (page) => dispatcher.rate.ask(page, LISTING_WAIT) })).map(searchable),
    (error) => log.warn({ error }, 'the people of the portal could not be listed; they cannot be searched by name now'),
  );
  const madeLinks = links(opened.store);
  const who = (): WhoIsWho => ({ file: people.current(), slack: directory, links: madeLinks, portal: addresses });
  const fileInfo = createFileInfo(slack.lookUps);
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
    audit,
  };
  /** One copy at a time looks whether somebody who is waited for is known by now. */
  async function lookForLinked(): Promise<void> {
    if (!dispatcher.leading) return;
    try {
      const sent = await sendToNewlyKnown(linking);
      for (const requestId of sent) reporter.expect(requestId);
      if (sent.length > 0) dispatcher.wake();
    } catch (error) {
      log.warn({ error }, 'it could not be found out whether people who are waited for are linked by now');
    }
  }
  const nameInPortal = createPortalNames(async (id) => {
    const asked = () => getPerson(portal, id, { timeoutMs: LOOK_UP_PATIENCE });
    return (await dispatcher.rate.ask(asked, LOOK_UP_WAIT))?.name || undefined;
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
      nameInPortal,
      health: () => healthNow(),
      team: () => team,
      log,
    }),
  });
  const linksChanged = () => home.changed({ people: people.current().admins });
  const running = createRunning();
  registerListeners(slack.app, {
    submit: (submission) =>
      rush.during(() =>
        noted(submission, { log, metrics }, (audit) =>
          submit(submission, {
            outbox: intoHand,
            who,
            slack: directory,
            fileInfo,
            whyUnreadable,
            files: settings.files,
            words: inNotifications.words,
            onLeftOut,
            audit,
          }),
        ),
      ),
    keepForLink: (unreached, sender) => keepForLink(unreached, sender, linking).finally(linksChanged),
    linkPerson: (link) => linkPerson(link, linking).finally(linksChanged),
    declineLink: (slackId) => declineLink(slackId, linking).finally(linksChanged),
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
      const withdrawal = await takeBack(requestId, outbox, dispatcher);
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
    portalDirectory,
    who,
    running,
    log,
  });

  const parts: Record<BotPart, Check> = {
    store: () => outbox.nextDue().then(() => undefined),
    'store writes': createWriteCheck(opened.store),
    'store file': opened.lost,
    delivery: () => dispatcher.trouble(),
    slack: slack.trouble,
  };
  const checks = {
    ...parts,
    portal: () => (dispatcher.credentials === 'refused' ? 'the portal refuses the credentials' : undefined),
  };
  const healthNow = async (): Promise<Health> => {
    const reasons = await failing(parts);
    const { counts, oldest } = await depthOf(opened.store);
    return {
      host: portal.host,
      portal:
        dispatcher.credentials === 'refused'
          ? { kind: 'refuses', code: refusedWith }
          : healthOf(reach(), dispatcher.credentials),
      delivers: !opened.shared ? 'the only one' : dispatcher.leading ? 'this one' : 'another',
      waiting: [...counts.values()].reduce((sum, count) => sum + count, 0),
      ...(oldest !== undefined && { oldest }),
      failing: BOT_PARTS.filter((part) => part in reasons),
    };
  };
  const present = {
    checks,
    depth: () => depthOf(opened.store),
    leading: () => dispatcher.leading,
    bucketLevel: () => dispatcher.rate.level,
  };
  const opsRoutes = { ...healthRoutes(checks), ...metricsRoutes(metrics, present) };
  const ops = settings.ops && (await startServer(settings.ops, opsRoutes, log));
  if (ops) log.info({ port: ops.port }, 'health and metrics are served');
  const endWatch = startWatch({ checks, endAfter: END_AFTER, log, onUnrecoverable });
  await transfers.start();
  await dispatcher.start();
  transfers.wake();
  dispatcher.rate.add();
  void greetPortal(portal, log).then((refused) => refused && dispatcher.doubtCredentials(refused));

  inNotifications.start();

  let intake: RunningServer | undefined;
  async function stop(): Promise<void> {
    endWatch();
    clearInterval(forgetting);
    clearInterval(looking);
    people.stop();
    inNotifications.stop();
    // Delivery stops at the same moment: a listener that waits for Slack must not use up the time of what is in flight.
    const quiet = Promise.all([slack.stop(), intake?.stop()]).then(() => running.idle());
    await Promise.all([quiet, dispatcher.stop(), transfers.stop()]);
    await download.close();
    await Promise.all([reporter.stop(), home.stop()]);
    await ops?.stop();
    await portal.close();
    await opened.close();
  }
  const forget = () =>
    Promise.all([
      outbox.forget(Date.now() - settings.retention),
      endOldWaiting(Date.now() - settings.retention, linking),
      asks.forget(),
    ]).catch((error: unknown) => log.warn({ error }, 'old notifications could not be removed'));
  const forgetting = setInterval(forget, HOUR);
  const looking = setInterval(lookForLinked, LOOK_FOR_LINKED);

  const identity = await slack.connect(signal).catch(async (error: unknown) => {
    // What waited in the store is being delivered already: it ends as it does at any stop.
    await stop();
    throw error;
  });
  team = identity.team;
  reporter.start();
  home.start();
  intake = await serve(
    {
      ...(slack.http && { [`POST ${EVENTS_PATH}`]: slack.http.handle.bind(slack.http) }),
      ...(proxy && { [`GET ${FILES_PATH}*`]: proxy.handle, [`HEAD ${FILES_PATH}*`]: proxy.handle }),
      ...installation(settings, opened, {
        log,
        onSecret: redaction.add,
        onInstalled: () => dispatcher.tryAgain(),
      }),
    },
    settings,
    log,
  );
  log.info({ workspace: identity.teamName, portal: portal.host }, 'b24notify is ready');
  // At each start too: a bot that is restarted every day would never forget.
  void forget();

  return { port: intake?.port, stop };
}

/** Whom addresses belong to in the portal. The log learns when the rights do not show any: nobody can be matched then. */
async function lookUpAddresses(
  portal: Portal,
  addresses: readonly string[],
  log: Log,
): Promise<ReadonlyMap<string, AddressMatch>> {
  const matches = await findByEmails(portal, addresses, { timeoutMs: LOOK_UP_PATIENCE });
  if ([...matches.values()].some(({ kind }) => kind === 'addresses hidden')) {
    log.warn(
      'people cannot be matched by e-mail: the webhook or application does not see addresses; give it user_basic',
    );
  }
  return new Map([...matches].map(([address, match]) => [address, addressMatch(match)]));
}

function searchable({ id, name, email }: Person): Searchable {
  return { bitrix24Id: id, name, ...(email && { email }) };
}

function addressMatch(match: EmailMatch): AddressMatch {
  return match.kind === 'found' ? { kind: 'found', bitrix24Id: match.person.id } : { kind: match.kind };
}

/** Says once at start whether the portal answers, and as whom the bot acts there. @returns the error if it refuses us */
async function greetPortal(portal: Portal, log: Log): Promise<PortalError | undefined> {
  try {
    const owner = await profile(portal);
    log.info({ portal: portal.host, owner: owner.name }, 'the portal answers; its notifications come from this person');
    return undefined;
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    if (error.failure === 'credentials') return error;
    log.error({ code: error.code }, `${error.message} ${error.advice}`);
    return undefined;
  }
}

/** The application's tokens live in the store; one copy of the bot at a time renews them. */
function tokenKeep({ store, exclusively }: OpenStore, portal: string): TokenKeep {
  return { ...portalTokens(store, portal), exclusively: (work) => exclusively(tokensTurn(portal), work) };
}

/** Everything that the world may ask of the bot: Slack in HTTP mode, files of `FILES=proxy`, the installation of the application. */
async function serve(routes: Routes, { web }: Settings, log: Log): Promise<RunningServer | undefined> {
  if (Object.keys(routes).length === 0) return undefined;
  const server = await startServer(web, routes, log);
  const addresses = Object.keys(routes);
  const slack = addresses.includes(`POST ${EVENTS_PATH}`);
  log.info({ addresses, port: server.port }, slack ? 'Slack is served' : 'listening');
  return server;
}

/** The address at which Bitrix24 installs the application, where the settings name one. */
function installation(
  { portal }: Settings,
  opened: OpenStore,
  others: Pick<InstallationOptions, 'log' | 'onSecret' | 'onInstalled'>,
): Routes {
  if (portal.mode !== 'application' || portal.client === undefined) return {};
  const keep = portalTokens(opened.store, tokensKey(portal));
  const route = installRoute({ domain: portal.domain, clientId: portal.client.id, keep, ...others });
  return { [`POST ${INSTALL_PATH}`]: route };
}

function fileProxy(
  { files, publicUrl, slack }: Settings,
  parts: Pick<ProxyOptions, 'served' | 'download' | 'pages'>,
  onUnreadable: (slackFile: string) => void,
) {
  if (files.way !== 'proxy' || publicUrl === undefined) return undefined;
  return createFileProxy({ links: createSignedLinks(slack.botToken), publicUrl, ...parts, onUnreadable });
}

/** What an admin reads of a portal that does not refuse the bot. */
function healthOf(reach: Reach, credentials: 'work' | 'not known'): Health['portal'] {
  return reach.kind === 'answers' ? { kind: 'answers', credentials } : reach;
}

/** Everything that is wrong with people.yml. */
function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ConfigurationError) return error.problems;
  return [{ where: 'people.yml:', wrong: error instanceof Error ? error.message : String(error), mend: '' }];
}

function logTrouble(trouble: Exclude<DispatcherTrouble, { kind: 'failed inside' }>, log: Log): void {
  switch (trouble.kind) {
    case 'credentials refused':
      log.error(`Nothing is delivered, everything is kept: ${trouble.sentence} ${trouble.advice}`);
      break;
    case 'credentials work again':
      log.info('the portal takes the credentials again; delivery goes on');
      break;
    case 'limited':
      log.warn(`The portal refused for its rate: ${trouble.sentence}`);
      break;
  }
}
