import type { Store } from './schema.ts';

/**
 * The languages that people chose themselves, instead of the one that Slack speaks to them. Every copy of the bot sees a
 * new choice at once: nothing is remembered outside the store.
 * @param team the workspace; undefined as long as the bot has not connected to it
 */
export function languages(store: Store, team: () => string | undefined) {
  return {
    /** What somebody chose, as it was written; undefined: whatever Slack says. */
    async chosen(slackId: string): Promise<string | undefined> {
      const row = await store
        .selectFrom('language')
        .select('locale')
        .where('team', '=', team() ?? '')
        .where('slack_id', '=', slackId)
        .executeTakeFirst();
      return row?.locale;
    },

    /** Keeps a choice in place of an older one; undefined takes it back. @throws before the bot has connected to Slack */
    async choose(slackId: string, locale: string | undefined): Promise<void> {
      const workspace = team();
      if (workspace === undefined) throw new Error('A language can only be chosen in a workspace that is known.');
      if (locale === undefined) {
        await store.deleteFrom('language').where('team', '=', workspace).where('slack_id', '=', slackId).execute();
        return;
      }
      await store
        .insertInto('language')
        .values({ team: workspace, slack_id: slackId, locale })
        .onConflict((conflict) => conflict.columns(['team', 'slack_id']).doUpdateSet({ locale }))
        .execute();
    },
  };
}
export type Languages = ReturnType<typeof languages>;
