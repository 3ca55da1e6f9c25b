import type { webApi } from '@slack/bolt';
import { resolve } from '../../people/resolve.ts';
import { homeView, type Link as Standing } from '../views/home.ts';
import type { Ports } from './ports.ts';

/** Links shown to an admin: each is a block, and a view holds 100. */
const MOST_LINKS = 50;

/** Shows somebody their Home tab as it stands. */
export async function publishHome(slackId: string, client: webApi.WebClient, ports: Ports): Promise<void> {
  const [standing, links] = await Promise.all([
    standingOf(slackId, ports),
    ports.who().file.admins.has(slackId) ? ports.links.newest(MOST_LINKS) : undefined,
  ]);
  await client.views.publish({ user_id: slackId, view: homeView(standing, links) });
}

async function standingOf(slackId: string, { who }: Ports): Promise<Standing> {
  const { found, leftOut } = await resolve([{ kind: 'slack', id: slackId }], who());
  const [person] = found;
  if (person) return { kind: 'linked', bitrix24Id: person.bitrix24Id };
  return {
    kind: leftOut.some(({ why }) => why === 'slack silent' || why === 'portal silent') ? 'not known' : 'not linked',
  };
}
