import { z } from 'zod';
import type { Store } from './store.ts';

const schema = z.object({
  accessToken: z.string(),
  refreshToken: z.string().exactOptional(),
  expiresAt: z.number().exactOptional(),
  memberId: z.string().exactOptional(),
  clientEndpoint: z.string().exactOptional(),
  scope: z.string().exactOptional(),
});
export type KeptTokens = z.output<typeof schema>;

/** The newest tokens of one portal: a restart, or another copy of the bot, goes on with them. */
export function portalTokens(store: Store, portal: string) {
  return {
    async load(): Promise<KeptTokens | undefined> {
      const row = await store
        .selectFrom('portal_tokens')
        .select('tokens')
        .where('portal', '=', portal)
        .executeTakeFirst();
      return row && schema.parse(JSON.parse(row.tokens));
    },
    async save(tokens: KeptTokens): Promise<void> {
      const row = { portal, tokens: JSON.stringify(tokens), changed_at: Date.now() };
      await store
        .insertInto('portal_tokens')
        .values(row)
        .onConflict((conflict) => conflict.column('portal').doUpdateSet(row))
        .execute();
    },
  };
}
