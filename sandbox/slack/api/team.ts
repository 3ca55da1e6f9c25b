/** Sources: docs.slack.dev/reference/methods/team.info, emoji.list, bots.info. */
import { z } from 'zod';
import { flag, method } from './method.ts';
import { TIER_2, TIER_3 } from './rate.ts';
import { SlackRefusal } from './refusal.ts';

export const teamInfo = method({
  pace: TIER_3,
  scopes: ['team:read'],
  arguments: z.strictObject({ team: z.string().optional(), domain: z.string().optional() }),
  run: (world, given) => {
    if (given.team !== undefined && given.team !== world.team.id) throw new SlackRefusal('team_not_found');
    return { team: { ...world.team, email_domain: '', icon: { image_default: true } } };
  },
});

export const emojiList = method({
  pace: TIER_2,
  scopes: ['emoji:read'],
  arguments: z.strictObject({ include_categories: flag.optional() }),
  run: (world) => ({ emoji: Object.fromEntries(world.customEmoji), cache_ts: String(world.now() / 1000) }),
});

export const botsInfo = method({
  pace: TIER_3,
  scopes: ['users:read'],
  arguments: z.strictObject({ bot: z.string().optional() }),
  run: (world, given) => {
    if (given.bot !== undefined && given.bot !== world.app.botId) throw new SlackRefusal('bot_not_found');
    return {
      bot: {
        id: world.app.botId,
        deleted: false,
        name: world.app.name,
        updated: 0,
        app_id: world.app.id,
        user_id: world.app.userId,
        icons: {},
      },
    };
  },
});
