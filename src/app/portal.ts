import { PortalError } from '../bitrix24/errors/portal-error.ts';
import type { TokenKeep } from '../bitrix24/oauth.ts';
import { profile } from '../bitrix24/people.ts';
import type { Portal } from '../bitrix24/portal.ts';
import { type Reach, watchReach } from '../bitrix24/reach.ts';
import type { Settings } from '../config/settings.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { observedPortal } from '../ops/observed.ts';
import { portalTokens, tokensTurn } from '../store/portal-tokens.ts';
import type { OpenStore } from '../store/store.ts';
import { connectPortal, tokensKey } from './connect-portal.ts';

interface Around {
  opened: OpenStore;
  log: Log;
  metrics: Metrics;
  onSecret(secret: string): void;
  /** A request went out so many milliseconds after it was counted. */
  onBegun(afterMs: number): void;
}

/** The portal of the settings, observed, and how it could last be reached. */
export function createObservedPortal(
  { portal: settings }: Settings,
  { opened, log, metrics, onSecret, onBegun }: Around,
): { portal: Portal; reach: () => Reach } {
  const onMoved = (host: string) => log.warn({ host }, 'the portal has moved: change its address in the settings');
  const keep = settings.mode === 'application' ? tokenKeep(opened, tokensKey(settings)) : undefined;
  return watchReach(observedPortal(connectPortal(settings, { onSecret, onBegun, onMoved }, keep), metrics));
}

/** The application's tokens live in the store; one copy of the bot at a time renews them. */
function tokenKeep({ store, exclusively }: OpenStore, portal: string): TokenKeep {
  return { ...portalTokens(store, portal), exclusively: (work) => exclusively(tokensTurn(portal), work) };
}

/** Says once at start whether the portal answers, and as whom the bot acts there. @returns the error if it refuses us */
export async function greetPortal(portal: Portal, log: Log): Promise<PortalError | undefined> {
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
