import type { Outbox } from '../outbox/outbox.ts';

const MINUTE = 60_000;

/** A request that counts from the moment at which it came. */
export interface Counted {
  /**
   * How many of the same sender count within the minute before.
   * @throws when the store refuses
   */
  before(): Promise<number>;
  /** It was not taken, and counts no longer. */
  takeBack(): void;
}

interface Lately {
  /** The oldest first. */
  requests: { at: number }[];
  /** What the store knows from before this process; undefined once it is among the requests. */
  earlier: Promise<void> | undefined;
}

/**
 * Counts what each sender asked for within the last minute, also what is still on its way into the store: requests of the
 * very same moment do not pass the limit together. The store is asked once for each sender, for what an earlier run took;
 * where several copies share it, each time.
 * @param shared whether other copies take requests too; what they take in the very same moment is not seen
 */
export function senderPace(
  { acceptedSince }: Pick<Outbox, 'acceptedSince'>,
  { shared, now = Date.now }: { shared: boolean; now?: () => number },
) {
  // As many entries as the workspace has people who ever sent something.
  const senders = new Map<string, Lately>();

  function latelyOf(team: string, sender: string): Lately {
    const key = `${team} ${sender}`;
    const known = senders.get(key);
    if (known) return known;
    const lately: Lately = { requests: [], earlier: undefined };
    if (!shared) {
      lately.earlier = acceptedSince(team, sender, now() - MINUTE).then(
        (times) => {
          lately.requests.unshift(...times.map((at) => ({ at })));
          lately.earlier = undefined;
        },
        (error) => {
          // Asked again the next time.
          senders.delete(key);
          throw error;
        },
      );
    }
    senders.set(key, lately);
    return lately;
  }

  return {
    count(team: string, sender: string): Counted {
      const request = { at: now() };
      const lately = latelyOf(team, sender);
      const since = request.at - MINUTE;
      lately.requests.push(request);
      return {
        async before() {
          const elsewhere = shared ? (await acceptedSince(team, sender, since)).length : 0;
          await lately.earlier;
          const first = lately.requests.findIndex(({ at }) => at > since);
          if (first > 0) lately.requests.splice(0, first);
          return Math.max(elsewhere, lately.requests.lastIndexOf(request));
        },
        takeBack() {
          const place = lately.requests.lastIndexOf(request);
          if (place >= 0) lately.requests.splice(place, 1);
        },
      };
    },
  };
}

export type SenderPace = ReturnType<typeof senderPace>;
