import { z } from 'zod';
import type { Store } from './schema.ts';

const schema = z.object({
  accessToken: z.string(),
  refreshToken: z.string().exactOptional(),
  expiresAt: z.number().exactOptional(),
  memberId: z.string().exactOptional(),
  clientEndpoint: z.string().exactOptional(),
  scope: z.string().exactOptional(),
});
export type KeptTokens = z.output<typeof schema>;

/** What the portal signs its events with; there only where the application was installed at the bot's own address. */
const installation = z.object({ applicationToken: z.string().optional() });

/** Who renews the tokens of a portal does so under this name, the bot as well as the command line. */
export function tokensTurn(portal: string): string {
  return `tokens of ${portal}`;
}

/**
 * The newest tokens of one portal: a restart, or another copy of the bot, goes on with them.
 * @param portal its host
 */
export function portalTokens(store: Store, portal: string) {
  async function kept() {
    const own = await store.selectFrom('portal_tokens').selectAll().where('portal', '=', portal).executeTakeFirst();
    return own ?? keptBeforeMove();
  }

  /**
   * The portal may have had another address when its tokens were kept; those that were renewed since then say which one it
   * has now (docs: settings/how-to-call-rest-api/change-domen).
   */
  async function keptBeforeMove() {
    const rows = await store.selectFrom('portal_tokens').selectAll().orderBy('changed_at', 'desc').execute();
    return rows.find((row) => URL.parse(read(row)?.clientEndpoint ?? '')?.host === portal);
  }

  async function applicationToken(): Promise<string | undefined> {
    return installation.safeParse(parsed(await kept())).data?.applicationToken;
  }

  async function keep(tokens: KeptTokens, token: string | undefined): Promise<void> {
    const row = {
      portal,
      tokens: JSON.stringify({ ...tokens, ...(token !== undefined && { applicationToken: token }) }),
      changed_at: Date.now(),
    };
    await store
      .insertInto('portal_tokens')
      .values(row)
      .onConflict((conflict) => conflict.column('portal').doUpdateSet(row))
      .execute();
  }

  return {
    async load(): Promise<KeptTokens | undefined> {
      const row = await kept();
      return row && schema.parse(parsed(row));
    },
    async save(tokens: KeptTokens): Promise<void> {
      await keep(tokens, await applicationToken());
    },
    /** The application was installed: a first pair, and what its later events are signed with. */
    install: keep,
    applicationToken,
    /** The application was removed from the portal: its tokens are worth nothing. */
    async forget(): Promise<void> {
      for (let row = await kept(); row !== undefined; row = await kept())
        await store.deleteFrom('portal_tokens').where('portal', '=', row.portal).execute();
    },
  };
}

type Row = { tokens: string } | undefined;

function parsed(row: Row): unknown {
  return row && JSON.parse(row.tokens);
}

function read(row: Row): KeptTokens | undefined {
  return schema.safeParse(parsed(row)).data;
}
