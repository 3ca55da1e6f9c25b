import type { Surroundings } from './block-kit/check.ts';
import type { Places } from './channels.ts';
import type { Population } from './people.ts';

/** What the rules of Block Kit may ask about this workspace. */
export function surroundingsOf(world: Population & Places): Surroundings {
  return {
    isPerson: (id) => world.people.has(id),
    isConversation: (id) => world.channels.has(id),
    hasScope: (scope) => world.scopes.has(scope),
  };
}
