import { dispatch } from './actor/interaction.ts';
import type { Acknowledgement } from './delivery/delivery.ts';
import type { World } from './world.ts';

/** Tells the app what happened. Shape of the envelope: docs.slack.dev/apis/events-api, "callback field". */
export function sendEvent(world: World, event: { type: string } & Record<string, unknown>): Promise<Acknowledgement> {
  return dispatch(world, {
    kind: 'event',
    body: {
      token: world.secrets.verificationToken,
      team_id: world.team.id,
      api_app_id: world.app.id,
      event: { ...event, event_ts: world.newTimestamp() },
      type: 'event_callback',
      event_id: world.newId('Ev'),
      event_time: Math.floor(world.now() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: world.team.id,
          user_id: world.app.userId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
    },
  });
}
