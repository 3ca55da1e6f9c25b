import { existsSync } from 'node:fs';
import type { TokenKeep } from '../bitrix24/oauth.ts';
import { portalTokens } from '../store/portal-tokens.ts';
import type { Store, StoreAddress } from '../store/store.ts';

/**
 * The bot's own tokens, in the bot's store: a pair that this process renewed is there for the bot, whose old refresh token
 * is worthless from then on. A store that is not there yet is made when a pair is about to be renewed, and before that,
 * so that a place where nothing can be written costs no token.
 *
 * @param portal the key of the tokens
 * @throws StoreError when the store is there but can't be opened
 */
export async function openTokenKeep(
  address: StoreAddress,
  portal: string,
): Promise<TokenKeep & { close(): Promise<void> }> {
  let store: Store | undefined;
  const open = async () => {
    store ??= await connect(address);
    return portalTokens(store, portal);
  };
  if (address.kind === 'postgres' || existsSync(address.path)) await open();
  return {
    load: async () => (store === undefined ? undefined : portalTokens(store, portal).load()),
    save: async (tokens) => (await open()).save(tokens),
    async exclusively(work) {
      await open();
      return work();
    },
    close: async () => store?.destroy(),
  };
}

/** Loaded only here: a webhook needs no store, and the database drivers are most of a command's start time. */
async function connect(address: StoreAddress): Promise<Store> {
  const { connectStore } = await import('../store/store.ts');
  return connectStore(address);
}
