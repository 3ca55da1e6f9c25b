import type { SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Ports } from '../ports.ts';

/** A user group has other members, another handle, or was switched off: what is remembered of it is asked anew. */
export const groupChanged =
  ({ directory }: Ports) =>
  async ({ event }: SlackEventMiddlewareArgs<'subteam_members_changed' | 'subteam_updated'>): Promise<void> => {
    directory.forgetGroup(event.type === 'subteam_updated' ? event.subteam.id : event.subteam_id);
  };
