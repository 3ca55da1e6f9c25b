/** Sources: docs.slack.dev/reference/methods/users.info, users.lookupByEmail, users.list. */
import { z } from 'zod';
import { type Person, userObject } from '../people.ts';
import type { World } from '../world.ts';
import { flag, integer, method } from './method.ts';
import { pageOf } from './paging.ts';
import { TIER_2, TIER_3, TIER_4 } from './rate.ts';
import { SlackRefusal } from './refusal.ts';

function shown(world: World, person: Person, locale: boolean) {
  return userObject(person, { email: world.scopes.has('users:read.email'), locale });
}

export const usersInfo = method({
  pace: TIER_4,
  scopes: ['users:read'],
  arguments: z.strictObject({ user: z.string().min(1), include_locale: flag.optional() }),
  run: (world, { user, include_locale = false }) => {
    const person = world.people.get(user);
    if (person === undefined) throw new SlackRefusal('user_not_found');
    return { user: shown(world, person, include_locale) };
  },
});

export const usersLookupByEmail = method({
  pace: TIER_3,
  scopes: ['users:read.email'],
  arguments: z.strictObject({ email: z.string().min(1) }),
  run: (world, { email }) => {
    for (const person of world.people.values()) {
      if (person.email?.toLowerCase() === email.toLowerCase() && !person.deleted && !person.isBot) {
        return { user: shown(world, person, false) };
      }
    }
    throw new SlackRefusal('users_not_found');
  },
});

export const usersList = method({
  pace: TIER_2,
  scopes: ['users:read'],
  arguments: z.strictObject({
    cursor: z.string().optional(),
    limit: integer.optional(),
    include_locale: flag.optional(),
  }),
  run: (world, given) => {
    const everybody = [...world.people.values()];
    if (given.limit === undefined && world.settings.limitRequired) throw new SlackRefusal('limit_required');
    const { page, next } = pageOf(everybody, given.cursor, given.limit);
    return {
      members: page.map((person) => shown(world, person, given.include_locale ?? false)),
      cache_ts: Math.floor(world.now() / 1000),
      response_metadata: { next_cursor: next },
    };
  },
});
