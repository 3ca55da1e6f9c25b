import type { Settings } from '../config/settings.ts';
import { createFileProxy, FILES_PATH, type ProxyOptions } from '../files/proxy.ts';
import { createSignedLinks } from '../files/signed-link.ts';
import { type Routes, type RunningServer, startServer } from '../http/server.ts';
import {
  INSTALL_PATH,
  type InstallationKeep,
  type InstallationOptions,
  installRoute,
} from '../installation/install-route.ts';
import type { Log } from '../log/log.ts';
import type { SlackConnection } from '../slack/connection.ts';
import { EVENTS_PATH } from '../slack/surfaces.ts';
import { portalTokens, tokensTurn } from '../store/portal-tokens.ts';
import type { OpenStore } from '../store/store.ts';
import { tokensKey } from './connect-portal.ts';

/** Serves what the world may ask of the bot. @returns undefined where it may ask for nothing */
export async function serve(routes: Routes, { web }: Settings, log: Log): Promise<RunningServer | undefined> {
  const addresses = Object.keys(routes);
  if (addresses.length === 0) return undefined;
  const server = await startServer(web, routes, log);
  const slack = addresses.includes(`POST ${EVENTS_PATH}`);
  log.info({ addresses, port: server.port }, slack ? 'Slack is served' : 'listening');
  return server;
}

/** Slack's requests, in HTTP mode. */
export function slackRoutes({ http }: Pick<SlackConnection, 'http'>): Routes {
  return http ? { [`POST ${EVENTS_PATH}`]: http.handle.bind(http) } : {};
}

/** Files of `FILES=proxy`, where the settings say so. */
export function createFileLinks(
  { files, publicUrl, slack }: Settings,
  options: Omit<ProxyOptions, 'links' | 'publicUrl'>,
) {
  if (files.way !== 'proxy' || publicUrl === undefined) return undefined;
  const { address, handle } = createFileProxy({ links: createSignedLinks(slack.botToken), publicUrl, ...options });
  return { address, routes: { [`GET ${FILES_PATH}*`]: handle, [`HEAD ${FILES_PATH}*`]: handle } };
}

/** The address at which Bitrix24 installs the application, where the settings name one. */
export function installationRoutes(
  { portal }: Settings,
  opened: OpenStore,
  others: Pick<InstallationOptions, 'log' | 'onSecret' | 'onInstalled' | 'onRemoved'>,
): Routes {
  if (portal.mode !== 'application' || portal.client === undefined) return {};
  const key = tokensKey(portal);
  const tokens = portalTokens(opened.store, key);
  const keep: InstallationKeep = {
    ...tokens,
    // In turn with the renewals: one of the old pair that is under way would else be written over the new one.
    install: (pair, token) => opened.exclusively(tokensTurn(key), () => tokens.install(pair, token)),
  };
  const route = installRoute({ domain: portal.domain, clientId: portal.client.id, keep, ...others });
  return { [`POST ${INSTALL_PATH}`]: route };
}
