import type { Settings } from '../config/settings.ts';
import type { Dispatcher } from '../delivery/dispatcher.ts';
import { portalTokens } from '../store/portal-tokens.ts';
import type { OpenStore } from '../store/store.ts';
import { tokensKey } from './connect-portal.ts';

const PACE = 2000;

/**
 * While the portal refuses the credentials: looks whether somebody has left other tokens in the store (an installation that
 * another copy of the bot took, the command line), so that they are tried at once and not at the end of the pause.
 * @returns what ends it
 */
export function watchLeftTokens(
  { portal }: Settings,
  { store }: OpenStore,
  dispatcher: Pick<Dispatcher, 'credentials' | 'tryAgain'>,
): () => void {
  if (portal.mode !== 'application') return () => {};
  const tokens = portalTokens(store, tokensKey(portal));
  let tried: string | undefined;
  let looking = false;

  async function look(): Promise<void> {
    if (dispatcher.credentials !== 'refused') {
      tried = undefined;
      return;
    }
    const accessToken = (await tokens.load())?.accessToken;
    if (accessToken === undefined || accessToken === tried) return;
    // Also the first one that is seen: it may have come between the refusal and this look.
    tried = accessToken;
    dispatcher.tryAgain();
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    // That the store is away is seen and told by others.
    void look()
      .catch(() => {})
      .finally(() => {
        looking = false;
      });
  }, PACE);
  return () => clearInterval(timer);
}
