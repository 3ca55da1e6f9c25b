/** Sources: docs.slack.dev/reference/methods/usergroups.list, usergroups.users.list. */
import { z } from 'zod';
import { groupObject } from '../groups.ts';
import type { World } from '../world.ts';
import { flag, method } from './method.ts';
import { TIER_2 } from './rate.ts';
import { SlackRefusal } from './refusal.ts';

function needPaidPlan(world: World): void {
  if (world.settings.freePlan) throw new SlackRefusal('plan_upgrade_required');
}

export const usergroupsList = method({
  pace: TIER_2,
  scopes: ['usergroups:read'],
  arguments: z.strictObject({
    include_count: flag.optional(),
    include_disabled: flag.optional(),
    include_users: flag.optional(),
  }),
  run: (world, given) => {
    needPaidPlan(world);
    const groups = [...world.groups.values()].filter((group) => given.include_disabled || !group.disabled);
    const include = { users: given.include_users ?? false, count: given.include_count ?? false };
    return { usergroups: groups.map((group) => groupObject(world, group, include)) };
  },
});

export const usergroupsUsersList = method({
  pace: TIER_2,
  scopes: ['usergroups:read'],
  arguments: z.strictObject({
    usergroup: z.string().min(1),
    include_disabled: flag.optional(),
  }),
  run: (world, given) => {
    needPaidPlan(world);
    const group = world.groups.get(given.usergroup);
    if (group === undefined || (group.disabled && !given.include_disabled)) throw new SlackRefusal('no_such_subteam');
    return { users: group.members.map((person) => person.id) };
  },
});
