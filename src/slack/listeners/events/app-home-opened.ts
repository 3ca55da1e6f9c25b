import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Ports } from '../ports.ts';

/** The Home tab was opened; the same event comes for the Messages tab. */
export const appHomeOpened =
  ({ home }: Ports) =>
  async ({ event }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab === 'home') await home.open(event.user);
  };
