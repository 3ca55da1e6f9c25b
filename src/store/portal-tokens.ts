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

/** The newest tokens of one portal: a restart, or another copy of the bot, goes on with them. */
export function portalTokens(store: Store, portal: string) {
  async function kept(): Promise<unknown> {
    const row = await store
      .selectFrom('portal_tokens')
      .select('tokens')
      .where('portal', '=', portal)
      .executeTakeFirst();
    return row && JSON.parse(row.tokens);
  }

  async function applicationToken(): Promise<string | undefined> {
    return installation.safeParse(await kept()).data?.applicationToken;
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
      const tokens = await kept();
      return tokens === undefined ? undefined : schema.parse(tokens);
    },
    async save(tokens: KeptTokens): Promise<void> {
      await keep(tokens, await applicationToken());
    },
    /** The application was installed: a first pair, and what its later events are signed with. */
    install: keep,
    applicationToken,
    /** The application was removed from the portal: its tokens are worth nothing. */
    async forget(): Promise<void> {
      await store.deleteFrom('portal_tokens').where('portal', '=', portal).execute();
    },
  };
}
