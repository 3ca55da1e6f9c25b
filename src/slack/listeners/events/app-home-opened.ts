import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { linkedPerson } from '../../../people/resolve.ts';
import { homeView } from '../../views/home.ts';
import type { Ports } from '../ports.ts';

/** The Home tab was opened; the same event comes for the Messages tab. */
export const appHomeOpened =
  (ports: Ports) =>
  async ({ event, client }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab !== 'home') return;
    const linked = await linkedPerson(event.user, ports.people(), ports.directory);
    await client.views.publish({ user_id: event.user, view: homeView(linked) });
  };
