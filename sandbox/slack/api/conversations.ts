/** Sources: docs.slack.dev/reference/methods/conversations.info, conversations.open. */
import { z } from 'zod';
import { botChannel, type Channel } from '../channels.ts';
import type { World } from '../world.ts';
import { flag, method, needScopes } from './method.ts';
import { TIER_3 } from './rate.ts';
import { SlackRefusal } from './refusal.ts';

const READ_SCOPE = { public: 'channels:read', private: 'groups:read', direct: 'im:read', bot: 'im:read' } as const;

function conversationObject(world: World, channel: Channel, memberCount: boolean) {
  const isDirect = channel.kind === 'direct' || channel.kind === 'bot';
  return {
    id: channel.id,
    created: 1_700_000_000,
    is_archived: false,
    is_im: isDirect,
    is_mpim: false,
    is_org_shared: false,
    context_team_id: world.team.id,
    ...(isDirect
      ? { user: [...channel.members][0] }
      : {
          name: channel.name,
          name_normalized: channel.name,
          is_channel: channel.kind === 'public',
          is_group: false,
          is_private: channel.kind === 'private',
          is_general: false,
          is_member: channel.botIsMember,
        }),
    ...(memberCount ? { num_members: channel.members.size + (channel.botIsMember ? 1 : 0) } : {}),
  };
}

export const conversationsInfo = method({
  pace: TIER_3,
  arguments: z.strictObject({
    channel: z.string().min(1),
    include_locale: flag.optional(),
    include_num_members: flag.optional(),
  }),
  run: (world, given) => {
    const channel = world.channels.get(given.channel);
    needScopes(world, [channel === undefined ? READ_SCOPE.public : READ_SCOPE[channel.kind]]);
    if (channel === undefined || (channel.kind !== 'public' && !channel.botIsMember)) {
      throw new SlackRefusal('channel_not_found');
    }
    return { channel: conversationObject(world, channel, given.include_num_members ?? false) };
  },
});

export const conversationsOpen = method({
  pace: TIER_3,
  scopes: ['im:write'],
  arguments: z.strictObject({
    users: z.string().optional(),
    channel: z.string().optional(),
    return_im: flag.optional(),
    prevent_creation: flag.optional(),
  }),
  run: (world, given) => {
    if (given.users === undefined) {
      const channel = world.channels.get(given.channel ?? '');
      if (channel === undefined || channel.kind !== 'bot') throw new SlackRefusal('channel_not_found');
      return { channel: { id: channel.id }, no_op: true, already_open: true };
    }
    const ids = given.users.split(',');
    if (ids.length > 1) needScopes(world, ['mpim:write']);
    const [first = ''] = ids;
    const person = world.people.get(first);
    if (ids.length > 1) throw new SlackRefusal('method_not_supported_for_channel_type');
    if (person === undefined) throw new SlackRefusal('user_not_found');
    if (person.deleted) throw new SlackRefusal('user_disabled');
    if (person.isBot) throw new SlackRefusal('cannot_dm_bot');
    const existed = world.botChannels.has(person.id);
    const channel = botChannel(world, person);
    return {
      ...(existed ? { no_op: true, already_open: true } : {}),
      channel: given.return_im ? conversationObject(world, channel, false) : { id: channel.id },
    };
  },
});
