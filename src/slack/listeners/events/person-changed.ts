import type { SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Ports } from '../ports.ts';

/**
 * Somebody's account has changed, or is new: what is remembered of it is asked anew. Other copies of the bot do not hear
 * of it, and go on remembering for some minutes.
 */
export const personChanged =
  ({ directory }: Ports) =>
  async ({ event }: SlackEventMiddlewareArgs<'user_change' | 'team_join'>): Promise<void> => {
    const email = event.user.profile?.email?.toLowerCase();
    directory.forgetPerson({ id: event.user.id, ...(email !== undefined && { email }) });
  };
