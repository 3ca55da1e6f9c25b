import { createNameSearch, type NameSearch, type Searchable } from './name-search.ts';

/** People come and go slowly; so old a list is still searched while a new one is read. */
const LIFE = 60 * 60_000;
/** After a failure the portal is left alone for a while. */
const PAUSE = 30_000;

export interface PortalDirectory {
  /** People whose names begin so. Empty until the list has been read for the first time: ask {@link ready} for it. */
  find(typed: string, most: number): Searchable[];
  /** Has the list read if there is none or it is old. Resolves when there is one to search; never rejects. */
  ready(): Promise<void>;
}

/** Everybody in the portal, to be searched by name. Read when first needed, and anew after an hour. */
export function createPortalDirectory(
  list: () => Promise<readonly Searchable[]>,
  onTrouble: (error: unknown) => void,
  now: () => number = Date.now,
): PortalDirectory {
  let search: NameSearch | undefined;
  let goodUntil = 0;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    try {
      search = await createNameSearch(await list());
      goodUntil = now() + LIFE;
    } catch (error) {
      goodUntil = now() + PAUSE;
      onTrouble(error);
    } finally {
      reading = undefined;
    }
  }

  return {
    find: (typed, most) => search?.find(typed, most) ?? [],
    async ready() {
      if (now() >= goodUntil) reading ??= read();
      if (search === undefined) await reading;
    },
  };
}
