import type { Store } from '../store/store.ts';
import { environmentStore } from './environment.ts';
import { NotDoneError } from './not-done-error.ts';
import type { Shell } from './shell.ts';

/**
 * Does something with the store of the environment, beside a bot that may be running.
 * @throws ConfigurationError, StoreError; NotDoneError when no bot has made a store there yet
 */
export async function withStore<T>(shell: Shell, work: (store: Store) => Promise<T>): Promise<T> {
  const address = environmentStore(shell);
  const [{ connectStore }, { existsSync }] = await Promise.all([import('../store/store.ts'), import('node:fs')]);
  if (address.kind === 'sqlite' && !existsSync(address.path)) {
    throw new NotDoneError({
      code: 'NO_STORE',
      message: `There is no store at ${address.path}: no bot has run with this DATABASE_URL yet.`,
      advice: "Run the command in the bot's folder, or set DATABASE_URL as the bot has it.",
    });
  }
  const store = await connectStore(address, { upgrade: false });
  try {
    return await work(store);
  } finally {
    await store.destroy();
  }
}
