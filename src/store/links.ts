import { compiled } from './compiled.ts';
import type { Store } from './schema.ts';

/** Who is who, as admins have said in Slack: a Slack account and its Bitrix24 person. */
export interface Link {
  slackId: string;
  bitrix24Id: number;
  /** The admin's Slack ID. */
  madeBy: string;
  madeAt: number;
}

const linkOf = compiled((store, slackId: string) =>
  store.selectFrom('link').select('bitrix24_id').where('slack_id', '=', slackId),
);

/**
 * The links made in Slack. Every copy of the bot sees a new one at once; where there is one copy alone, it reads them once:
 * whoever writes is looked for among them while they wait.
 */
export function links(store: Store, { shared, now = Date.now }: { shared: boolean; now?: () => number }) {
  let read: Promise<Map<string, number>> | undefined;

  async function everyLink(): Promise<Map<string, number>> {
    const rows = await store.selectFrom('link').select(['slack_id', 'bitrix24_id']).execute();
    return new Map(rows.map((row) => [row.slack_id, row.bitrix24_id]));
  }

  function everyLinkOnce(): Promise<Map<string, number>> {
    read ??= everyLink().catch((error: unknown) => {
      read = undefined;
      throw error;
    });
    return read;
  }

  async function change(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } finally {
      read = undefined;
    }
  }

  return {
    async of(slackId: string): Promise<number | undefined> {
      if (!shared) return (await everyLinkOnce()).get(slackId);
      const [row] = await linkOf(store, slackId);
      return row?.bitrix24_id;
    },

    /** Makes a link, in place of an older one. */
    make({ slackId, bitrix24Id, madeBy }: Omit<Link, 'madeAt'>): Promise<void> {
      const row = { slack_id: slackId, bitrix24_id: bitrix24Id, made_by: madeBy, made_at: now() };
      return change(() =>
        store
          .insertInto('link')
          .values(row)
          .onConflict((conflict) => conflict.column('slack_id').doUpdateSet(row))
          .execute(),
      );
    },

    remove(slackId: string): Promise<void> {
      return change(() => store.deleteFrom('link').where('slack_id', '=', slackId).execute());
    },

    async count(): Promise<number> {
      const { count } = await store
        .selectFrom('link')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** The newest first. @param skip so many newer ones are passed over */
    async newest(most: number, skip = 0): Promise<Link[]> {
      const rows = await store
        .selectFrom('link')
        .selectAll()
        .orderBy('made_at', 'desc')
        .orderBy('slack_id')
        .limit(most)
        .offset(skip)
        .execute();
      return rows.map((row) => ({
        slackId: row.slack_id,
        bitrix24Id: row.bitrix24_id,
        madeBy: row.made_by,
        madeAt: row.made_at,
      }));
    },
  };
}
export type Links = ReturnType<typeof links>;
