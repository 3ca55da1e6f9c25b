import { existsSync } from 'node:fs';
import type { TokenKeep } from '../bitrix24/oauth.ts';
import { portalTokens, tokensTurn } from '../store/portal-tokens.ts';
import type { StoreAddress } from '../store/store.ts';
import { uninterrupted } from './uninterrupted.ts';

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
  let opened: ReturnType<typeof connect> | undefined;
  const open = () => {
    opened ??= connect(address, portal);
    return opened;
  };
  if (address.kind === 'postgres' || existsSync(address.path)) await open();
  return {
    load: async () => (await opened)?.tokens.load(),
    save: async (tokens) => (await open()).tokens.save(tokens),
    // A new pair that is lost on its way takes the bot's with it.
    exclusively: async (work) => (await open()).exclusively(tokensTurn(portal), () => uninterrupted(work)),
    // That it could not be opened was said by whoever needed it.
    close: async () => opened?.then(({ store }) => store.destroy()).catch(() => {}),
  };
}

/** Loaded only here: a webhook needs no store, and the database drivers are most of a command's start time. */
async function connect(address: StoreAddress, portal: string) {
  const [{ connectStore }, { exclusivelyOn }] = await Promise.all([
    import('../store/store.ts'),
    import('../store/exclusively.ts'),
  ]);
  const store = await connectStore(address, { upgrade: false });
  return { store, tokens: portalTokens(store, portal), exclusively: exclusivelyOn(store, address) };
}
