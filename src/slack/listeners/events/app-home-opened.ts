import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { publishHome } from '../home.ts';
import type { Ports } from '../ports.ts';

/** The Home tab was opened; the same event comes for the Messages tab. */
export const appHomeOpened =
  (ports: Ports) =>
  async ({ event, client }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab === 'home') await publishHome(event.user, client, ports);
  };
