/** The App Home. Source: docs.slack.dev/reference/events/app_home_opened. */
import { botChannel } from '../channels.ts';
import { sendEvent } from '../event.ts';
import { viewObject } from '../forms/open-view.ts';
import type { Person } from '../people.ts';
import type { World } from '../world.ts';
import { type Interaction, interactionOf } from './interaction.ts';

export async function openAppHome(world: World, person: Person, tab: 'home' | 'messages'): Promise<Interaction> {
  const published = world.homes.get(person.id);
  const ack = await sendEvent(world, {
    type: 'app_home_opened',
    user: person.id,
    channel: botChannel(world, person).id,
    tab,
    // Only once the app has published one.
    ...(published !== undefined && tab === 'home' ? { view: viewObject(world, published) } : {}),
  });
  return interactionOf(ack);
}
