import { localeOf } from '../../language/catalogues.ts';
import type { Attention, Heap } from '../../outbox/attention.ts';
import type { WaitingRequests } from '../../outbox/waiting.ts';
import { resolve } from '../../people/resolve.ts';
import type { Drawn, Shown } from '../home-tabs.ts';
import type { Health } from '../views/home/health.ts';
import { MOST_COUNTED } from '../views/home/heap.ts';
import { type ForAdmins, type HomeData, homeView, type Link, notDrawnView } from '../views/home/home.ts';
import { type Pages, partOf } from '../views/home/pages.ts';
import type { Ports } from './ports.ts';

/** What a Home shows, and where that comes from. */
export interface HomeSources extends Pick<Ports, 'outbox' | 'links' | 'languages' | 'wordsFor' | 'who' | 'log'> {
  attention: Attention;
  waiting: WaitingRequests;
  health(): Promise<Health>;
  /** What somebody is called in Bitrix24; undefined where it did not say so in time. Never throws. */
  nameInPortal(bitrix24Id: number): Promise<string | undefined>;
  team(): string | undefined;
}

/** Somebody's Home as things stand. What the store does not answer is said in place of all of it. */
export function drawHome(sources: HomeSources): (slackId: string, shown: Shown) => Promise<Drawn> {
  return async (slackId, shown) => {
    const words = await sources.wordsFor(slackId);
    try {
      const data = await dataFor(slackId, shown, sources);
      const { waiting, failed } = data.forAdmins?.heaps ?? {};
      const requests = new Set([
        ...data.own.entries.map(({ id }) => id),
        ...[...(waiting?.entries ?? []), ...(failed?.entries ?? [])].map(({ requestId }) => requestId),
      ]);
      return { view: homeView(data, words), requests };
    } catch (error) {
      sources.log.error({ error, user: slackId }, 'a Home tab could not be drawn');
      return { view: notDrawnView(words), requests: new Set() };
    }
  };
}

async function dataFor(slackId: string, { pages, notice }: Shown, sources: HomeSources): Promise<HomeData> {
  const { outbox, languages, who, team } = sources;
  const { admins } = who().file;
  const [link, chosen, own, forAdmins] = await Promise.all([
    linkOf(slackId, sources),
    languages.chosen(slackId),
    partOf('own', pages, (most, skip) => outbox.history(team() ?? '', slackId, most, skip)),
    admins.has(slackId) ? dataForAdmins(pages, sources) : undefined,
  ]);
  return {
    link,
    admins: [...admins],
    language: localeOf(chosen),
    own,
    pages,
    ...(forAdmins && { forAdmins }),
    ...(notice !== undefined && { notice }),
  };
}

async function dataForAdmins(pages: Pages, sources: HomeSources): Promise<ForAdmins> {
  const { attention, waiting, links, health } = sources;
  const heap = async (which: Heap) => ({
    count: await attention.count(which, MOST_COUNTED + 1),
    ...(await partOf(which, pages, (most, skip) => attention.requests(which, most, skip))),
  });
  return {
    health: await health(),
    heaps: { waiting: await heap('waiting'), failed: await heap('failed') },
    awaited: {
      count: await waiting.awaitedCount(),
      ...(await partOf('awaited', pages, (most, skip) => waiting.awaited(most, skip))),
    },
    links: {
      count: await links.count(),
      ...(await partOf('links', pages, (most, skip) => links.newest(most, skip))),
    },
  };
}

async function linkOf(slackId: string, { who, nameInPortal }: HomeSources): Promise<Link> {
  const { found, leftOut } = await resolve([{ kind: 'slack', id: slackId }], who());
  const [person] = found;
  if (person === undefined) {
    const silent = leftOut.some(({ why }) => why === 'slack silent' || why === 'portal silent');
    return { kind: silent ? 'not known' : 'not linked' };
  }
  const name = await nameInPortal(person.bitrix24Id);
  return { kind: 'linked', bitrix24Id: person.bitrix24Id, ...(name !== undefined && { name }) };
}
