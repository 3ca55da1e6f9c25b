import type { Log } from '../log/log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { endOldWaiting, type Linking, sendToNewlyKnown } from '../requests/linking.ts';

const HOUR = 3_600_000;
/** Somebody who is waited for may get an account with their address, or a line in people.yml that another copy has read. */
const LOOK_FOR_LINKED = 10 * 60_000;

interface Around {
  outbox: Pick<Outbox, 'forget'>;
  linking: Linking;
  /** Forgets who was asked for, when that is over. */
  asks: { forget(): Promise<unknown> };
  /** Milliseconds that what is finished stays. */
  retention: number;
  /** One copy at a time looks for people who are known by now. */
  leading(): boolean;
  /** Requests that went out because somebody is known by now. */
  onSent(requestIds: readonly string[]): void;
  log: Log;
}

/** What has to be done from time to time: forgetting what is old, and looking for people who were waited for. */
export function createUpkeep({ outbox, linking, asks, retention, leading, onSent, log }: Around) {
  let timers: NodeJS.Timeout[] = [];

  async function forget(): Promise<void> {
    const before = Date.now() - retention;
    try {
      await Promise.all([outbox.forget(before), endOldWaiting(before, linking), asks.forget()]);
    } catch (error) {
      log.warn({ error }, 'old notifications could not be removed yet; it is tried again in an hour');
    }
  }

  async function lookForLinked(): Promise<void> {
    if (!leading()) return;
    try {
      onSent(await sendToNewlyKnown(linking));
    } catch (error) {
      log.warn(
        { error },
        'it could not be found out whether people who are waited for are linked by now; it is tried again in ten minutes',
      );
    }
  }

  return {
    lookForLinked,
    start(): void {
      timers = [setInterval(forget, HOUR), setInterval(lookForLinked, LOOK_FOR_LINKED)];
      // At each start too: a bot that is restarted every day would never forget.
      void forget();
    },
    stop(): void {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
