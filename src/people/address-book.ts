import type { AddressMatch, PortalPeople } from './portal-people.ts';

/** One request asks for so many addresses: as many as the portal takes commands in a batch. */
const MOST_AT_ONCE = 50;
/** The people of one request are asked for one by one and at nearly the same moment; so long they wait for each other. */
const GATHERING = 15;
/** An account found stays the same for a while; one that is missing may be made at any moment. */
const FOUND_LIFE = 10 * 60_000;
const MISSING_LIFE = 60_000;
/** While the portal does not answer, what it said in the last day still holds. */
const STALE_LIFE = 24 * 60 * 60_000;
/** Most addresses remembered; the oldest go first. */
const MOST = 50_000;

export interface AddressBookOptions {
  /** Asks the portal for at most 50 addresses, in lower case. An address it did not answer for is absent. */
  lookUp(addresses: readonly string[]): Promise<ReadonlyMap<string, AddressMatch>>;
  now?: () => number;
}

export interface AddressBook extends PortalPeople {
  /** The portal has no such person any more: the next one who names them asks it anew. */
  forget(bitrix24Id: number): void;
}

interface Waiting {
  resolve(match: AddressMatch): void;
  reject(error: unknown): void;
}

/** Remembers whom addresses belong to in the portal, and asks for many in one request. */
export function createAddressBook({ lookUp, now = Date.now }: AddressBookOptions): AddressBook {
  const known = new Map<string, { match: AddressMatch; at: number }>();
  const asked = new Map<string, Promise<AddressMatch>>();
  let gathered = new Map<string, Waiting>();

  async function ask(waiting: ReadonlyMap<string, Waiting>): Promise<void> {
    try {
      const matches = await lookUp([...waiting.keys()]);
      for (const [address, { resolve, reject }] of waiting) {
        const match = matches.get(address);
        if (match) resolve(match);
        else reject(new Error('The portal did not say whom an address belongs to.'));
      }
    } catch (error) {
      for (const { reject } of waiting.values()) reject(error);
    }
  }

  function gather(address: string): Promise<AddressMatch> {
    return new Promise((resolve, reject) => {
      if (gathered.size === 0 || gathered.size >= MOST_AT_ONCE) {
        const fresh = new Map<string, Waiting>();
        gathered = fresh;
        setTimeout(() => {
          if (gathered === fresh) gathered = new Map();
          void ask(fresh);
        }, GATHERING);
      }
      gathered.set(address, { resolve, reject });
    });
  }

  async function refresh(address: string): Promise<AddressMatch> {
    try {
      const match = await gather(address);
      known.delete(address);
      known.set(address, { match, at: now() });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
      return match;
    } catch (error) {
      const before = known.get(address);
      if (before?.match.kind === 'found' && now() - before.at < STALE_LIFE) return before.match;
      throw error;
    } finally {
      asked.delete(address);
    }
  }

  return {
    byEmail(given) {
      const address = given.trim().toLowerCase();
      const remembered = known.get(address);
      const life = remembered?.match.kind === 'found' ? FOUND_LIFE : MISSING_LIFE;
      if (remembered && now() - remembered.at < life) return Promise.resolve(remembered.match);
      const asking = asked.get(address) ?? refresh(address);
      asked.set(address, asking);
      return asking;
    },
    forget(bitrix24Id) {
      for (const [address, { match }] of known) {
        if (match.kind === 'found' && match.bitrix24Id === bitrix24Id) known.delete(address);
      }
    },
  };
}
