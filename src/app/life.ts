import type { Portal } from '../bitrix24/portal.ts';
import type { Settings } from '../config/settings.ts';
import type { Dispatcher } from '../delivery/dispatcher.ts';
import type { LedTakeBack } from '../delivery/led-take-back.ts';
import type { Transfers } from '../files/transfers.ts';
import type { Routes, RunningServer } from '../http/server.ts';
import type { Log } from '../log/log.ts';
import type { Identity, SlackConnection } from '../slack/connection.ts';
import type { HomeTabs } from '../slack/home-tabs.ts';
import type { Reporter } from '../slack/reporter.ts';
import type { Running } from '../slack/running.ts';
import type { OpenStore } from '../store/store.ts';
import { watchLeftTokens } from './left-tokens.ts';
import { type Observed, startObservation } from './observation.ts';
import { greetPortal } from './portal.ts';
import { installationRoutes, serve, slackRoutes } from './served.ts';

/** A bot that runs. */
export interface Bot {
  /** Where Slack is served, in HTTP mode. */
  port: number | undefined;
  /** Takes nothing new, lets what is in flight finish, keeps the rest in the store. */
  stop(): Promise<void>;
}

/** Something that begins, and ends at once. */
interface Begins {
  start(): void;
  stop(): void;
}

/** The parts that have a life of their own. */
export interface Parts {
  settings: Settings;
  opened: OpenStore;
  observed: Observed;
  portal: Portal;
  slack: SlackConnection;
  dispatcher: Dispatcher;
  takingBack: LedTakeBack;
  transfers: Transfers;
  reporter: Reporter;
  home: HomeTabs;
  upkeep: Begins;
  inNotifications: Begins;
  people: Pick<Begins, 'stop'>;
  download: { close(): Promise<void> };
  /** Served beside Slack's requests. */
  fileRoutes: Routes;
  running: Running;
  log: Log;
  onSecret(secret: string): void;
  /** Slack has said who the bot is. */
  onIdentity(identity: Identity): void;
}

/**
 * Starts the parts, delivery first; resolves once Slack is connected. Where that fails, what began before has ended when it
 * is thrown.
 * @param signal ends the attempts to connect
 * @throws SlackRefusedError, or what the system says of an address that cannot be listened on
 */
export async function live(parts: Parts, signal: AbortSignal): Promise<Bot> {
  const { settings, opened, portal, slack, dispatcher, takingBack, transfers, reporter, home, log } = parts;
  const observation = await startObservation(parts.observed);
  await transfers.start();
  await dispatcher.start();
  transfers.wake();
  if (opened.shared) takingBack.start();
  askPortal();
  const endLooking = watchLeftTokens(settings, opened, dispatcher);
  parts.inNotifications.start();

  let intake: RunningServer | undefined;
  const identity = await slack.connect(signal).catch(async (error: unknown) => {
    // What waited in the store is being delivered already: it ends as it does at any stop.
    await stop();
    throw error;
  });
  parts.onIdentity(identity);
  reporter.start();
  home.start();
  const { onSecret } = parts;
  const installing = { log, onSecret, onInstalled: () => dispatcher.tryAgain(), onRemoved: askPortal };
  intake = await serve(
    { ...slackRoutes(slack), ...parts.fileRoutes, ...installationRoutes(settings, opened, installing) },
    settings,
    log,
  );
  log.info({ workspace: identity.teamName, portal: portal.host }, 'b24notify is ready');
  parts.upkeep.start();
  return { port: intake?.port, stop };

  function askPortal(): void {
    // A question counts like a notification.
    dispatcher.rate.add();
    void greetPortal(portal, log).then((refused) => refused && dispatcher.doubtCredentials(refused));
  }

  async function stop(): Promise<void> {
    observation.endWatch();
    endLooking();
    parts.upkeep.stop();
    parts.people.stop();
    parts.inNotifications.stop();
    // Delivery stops at the same moment: a listener that waits for Slack must not use up the time of what is in flight.
    const quiet = Promise.all([slack.stop(), intake?.stop()]).then(() => parts.running.idle());
    await Promise.all([quiet, takingBack.stop(), dispatcher.stop(), transfers.stop()]);
    await parts.download.close();
    await Promise.all([reporter.stop(), home.stop()]);
    await observation.stop();
    await portal.close();
    await opened.close();
  }
}
