/** The App Home. Source: docs.slack.dev/reference/events/app_home_opened. */
import { botChannel } from '../channels.ts';
import { viewObject } from '../forms/open-view.ts';
import type { Person } from '../people.ts';
import type { World } from '../world.ts';
import { dispatch, type Interaction, interactionOf } from './interaction.ts';

export async function openAppHome(world: World, person: Person, tab: 'home' | 'messages'): Promise<Interaction> {
  const published = world.homes.get(person.id);
  const seconds = Math.floor(world.now() / 1000);
  const ack = await dispatch(world, {
    kind: 'event',
    body: {
      token: world.secrets.verificationToken,
      team_id: world.team.id,
      api_app_id: world.app.id,
      event: {
        type: 'app_home_opened',
        user: person.id,
        channel: botChannel(world, person).id,
        tab,
        event_ts: world.newTimestamp(),
        // Only once the app has published one.
        ...(published !== undefined && tab === 'home' ? { view: viewObject(world, published) } : {}),
      },
      type: 'event_callback',
      event_id: world.newId('Ev'),
      event_time: seconds,
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
  return interactionOf(ack);
}
