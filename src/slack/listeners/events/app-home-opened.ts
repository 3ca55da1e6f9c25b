import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { resolve } from '../../../people/resolve.ts';
import { homeView, type Link } from '../../views/home.ts';
import type { Ports } from '../ports.ts';

/** The Home tab was opened; the same event comes for the Messages tab. */
export const appHomeOpened =
  (ports: Ports) =>
  async ({ event, client }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab !== 'home') return;
    await client.views.publish({ user_id: event.user, view: homeView(await linkOf(event.user, ports)) });
  };

async function linkOf(slackId: string, { who }: Ports): Promise<Link> {
  const { found, leftOut } = await resolve([{ kind: 'slack', id: slackId }], who());
  const [person] = found;
  if (person) return { kind: 'linked', bitrix24Id: person.bitrix24Id };
  return {
    kind: leftOut.some(({ why }) => why === 'slack silent' || why === 'portal silent') ? 'not known' : 'not linked',
  };
}
