import { onTestFinished } from 'vitest';
import type { NewRequest } from '../../src/outbox/request.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { connectStore, type Store, type StoreAddress } from '../../src/store/store.ts';

export const START = Date.UTC(2026, 8, 1, 9);

/** A clock that goes when it is told to. */
export function handClock(at = START) {
  return {
    now: () => at,
    pass(ms: number) {
      at += ms;
    },
  };
}

let keys = 0;

/** A request to some Bitrix24 people, with a key of its own. */
export function requestTo(
  recipients: readonly number[],
  { text = 'hello', ...change }: Partial<NewRequest> & { text?: string } = {},
): NewRequest {
  keys += 1;
  return {
    key: `T1:trigger-${keys}`,
    team: 'T1',
    sender: 'U1',
    surface: 'command',
    summary: text,
    content: { message: text, messageOut: text, attachedFiles: '', plain: text },
    leftOut: [],
    reply: { user: 'U1', responseUrl: 'https://hooks.slack.example/1' },
    recipients: recipients.map((recipient) => ({ recipient, namedAs: `@person-${recipient}` })),
    ...change,
  };
}

/** The store as another copy of the bot has it: on SQLite there is only one copy, and so only one connection that writes. */
export function secondCopy(address: StoreAddress, store: Store): Promise<Store> {
  return address.kind === 'sqlite' ? Promise.resolve(store) : openedForTest(address);
}

async function openedForTest(address: StoreAddress): Promise<Store> {
  const store = await connectStore(address);
  onTestFinished(() => store.destroy());
  return store;
}

/** An outbox on an empty store, with a clock in hand. */
export async function emptyOutbox(address: StoreAddress) {
  const store = await openedForTest(address);
  const clock = handClock();
  const outbox = createOutbox(store, clock.now);
  return {
    store,
    clock,
    outbox,
    /** Stores a request a millisecond after the one before. */
    async ask(recipients: readonly number[], change?: Parameters<typeof requestTo>[1]): Promise<string> {
      clock.pass(1);
      return (await outbox.accept(requestTo(recipients, change))).id;
    },
    /** Takes what is due. @returns the recipients, in the order in which they were taken */
    async take(most = 50, except: readonly number[] = [], of?: 'all' | 'small'): Promise<number[]> {
      const taken = await outbox.take(most, new Set(except), of);
      return taken.map(({ notification }) => notification.recipient);
    },
    /** The notifications of a request as they are now. */
    async of(requestId: string) {
      return (await outbox.status(requestId))?.notifications ?? [];
    },
  };
}

export type EmptyOutbox = Awaited<ReturnType<typeof emptyOutbox>>;
