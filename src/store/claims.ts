import type { Store } from './schema.ts';

/**
 * What is done once for a while, whichever copy of the bot does it: kept among the leases, which say the same of delivery.
 * Every copy sees at once what another has claimed.
 */
export function claims(store: Store, now: () => number = Date.now) {
  return {
    /** Claims a name for so many milliseconds. @returns whether it was free; it is the caller's then */
    async take(name: string, ms: number): Promise<boolean> {
      const row = { name: nameOf(name), holder: 'claim', until: now() + ms };
      const taken = await store
        .insertInto('lease')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet({ until: row.until }).where('lease.until', '<', now()),
        )
        .returning('name')
        .executeTakeFirst();
      return taken !== undefined;
    },

    /** It did not come to that, or may be done anew. @returns whether it was claimed: of several that give it back, one did */
    async giveBack(name: string): Promise<boolean> {
      const { numDeletedRows } = await store.deleteFrom('lease').where('name', '=', nameOf(name)).executeTakeFirst();
      return numDeletedRows > 0n;
    },

    /** Removes those that have run out. */
    async forget(): Promise<void> {
      await store.deleteFrom('lease').where('holder', '=', 'claim').where('until', '<', now()).execute();
    },
  };
}
export type Claims = ReturnType<typeof claims>;

function nameOf(name: string): string {
  return `claim: ${name}`;
}
