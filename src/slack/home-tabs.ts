import { webApi } from '@slack/bolt';
import type { HomeView } from '@slack/types';
import type { Log } from '../log/log.ts';
import { slackErrorCode } from './directory.ts';
import { FIRST_PAGES, type Pages } from './views/home/pages.ts';

/** Slack never says that a Home was closed: so long after somebody last did anything in it, nobody looks at it any more. */
const LOOKED_AT = 10 * 60_000;
/** A Home follows what happens at this pace at most, the last state always shown. */
const PACE = 2000;
/** Changes come in bursts: so long the rest of one is waited for. */
const SETTLE = 300;
/** Slack takes about 100 of these calls a minute from the whole workspace (tier 4); the others are for people who click. */
const GAP = 800;
/** How often to look whether something changed that nobody told: through another copy of the bot, or the command line. */
const LOOK = 15_000;
const LONGEST_STOP = 1000;
/** Slack did not take a page, for no reason of ours: the next try. */
const PAUSE = 10_000;

/** What somebody has their Home show. */
export interface Shown {
  pages: Pages;
  /** What came of the last click, in mrkdwn; stands on top until the next one. */
  notice?: string;
}

/** A page as it should stand now. */
export interface Drawn {
  view: HomeView;
  /** The requests on it: when one of them changes, so does the page. */
  requests: ReadonlySet<string>;
}

export interface HomeTabsOptions {
  /** A client that never waits and never repeats: what waits for Slack here must not keep anything else waiting. */
  client: webApi.WebClient;
  draw(slackId: string, shown: Shown): Promise<Drawn>;
  log: Log;
  /** Whether other copies of the bot show the same people their Homes. */
  shared: boolean;
  now?: () => number;
}

interface Tab extends Shown {
  usedAt: number;
  publishedAt: number;
  /** When to draw it anew; undefined: nothing has changed. */
  dueAt?: number;
  /** What Slack has, as we wrote it, and the version that Slack gave it. */
  published?: string;
  hash?: string;
  requests: ReadonlySet<string>;
  /** Publishing for one person goes one after the other. */
  work: Promise<unknown>;
}

/**
 * Shows people their Home tabs, and keeps those that are looked at as things stand. Who looks is remembered here for ten
 * minutes; after a restart a Home follows again from its next opening.
 */
export class HomeTabs {
  readonly #options: Required<HomeTabsOptions>;
  readonly #tabs = new Map<string, Tab>();
  #heldUntil = 0;
  #nextAt = 0;
  #refreshing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: HomeTabsOptions) {
    this.#options = { now: Date.now, ...options };
  }

  start(): void {
    this.#look = setInterval(() => this.look(), LOOK);
  }

  /** Waits a moment for what is being shown; shows nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#look);
    clearTimeout(this.#timer);
    const work = Promise.all([...this.#tabs.values()].map((tab) => tab.work));
    // Whatever Slack has taken by then: it is a page that shows how things stood, and the bot has to end.
    await Promise.race([work, new Promise((resolve) => setTimeout(resolve, LONGEST_STOP).unref())]);
  }

  /** Somebody opens their Home: they see it as it stands. @returns false when Slack did not take it */
  open(slackId: string): Promise<boolean> {
    return this.show(slackId, { pages: FIRST_PAGES });
  }

  /** Somebody did something in their Home: they see what came of it. @returns false when Slack did not take it */
  show(slackId: string, { pages, notice }: Shown): Promise<boolean> {
    const tab: Tab = this.#tabs.get(slackId) ?? {
      pages,
      usedAt: 0,
      publishedAt: 0,
      requests: new Set(),
      work: Promise.resolve(),
    };
    tab.pages = pages;
    tab.usedAt = this.#options.now();
    if (notice === undefined) delete tab.notice;
    else tab.notice = notice;
    this.#tabs.set(slackId, tab);
    return this.#publish(slackId, tab, 'asked');
  }

  /** Somebody did something elsewhere that their Home tells of, if they look at it. @returns false when they see nothing */
  async tell(slackId: string, notice: string): Promise<boolean> {
    const tab = this.#tabs.get(slackId);
    return tab === undefined ? false : this.show(slackId, { pages: tab.pages, notice });
  }

  /** Something has changed: the Homes that are looked at, of these people and with these requests, follow soon. */
  changed({ people = [], requests = [] }: { people?: Iterable<string>; requests?: Iterable<string> }): void {
    if (this.#tabs.size === 0) return;
    for (const slackId of people) this.#due(this.#tabs.get(slackId));
    for (const request of requests) {
      for (const tab of this.#tabs.values()) if (tab.requests.has(request)) this.#due(tab);
    }
    this.#wake();
  }

  /** Everybody's Home may have changed. Whoever has not used theirs for long is forgotten. */
  look(): void {
    const now = this.#options.now();
    for (const [slackId, tab] of this.#tabs) {
      if (now - tab.usedAt > LOOKED_AT) this.#tabs.delete(slackId);
      else this.#due(tab);
    }
    this.#wake();
  }

  #due(tab: Tab | undefined): void {
    if (tab === undefined) return;
    tab.dueAt ??= Math.max(this.#options.now() + SETTLE, tab.publishedAt + PACE);
  }

  /** The one that waits longest is next. */
  #wake(): void {
    clearTimeout(this.#timer);
    if (this.#stopped || this.#refreshing) return;
    const [next] = [...this.#tabs]
      .flatMap(([slackId, tab]) => (tab.dueAt === undefined ? [] : [{ slackId, tab, dueAt: tab.dueAt }]))
      .sort((one, other) => one.dueAt - other.dueAt);
    if (!next) return;
    const at = Math.max(next.dueAt, this.#nextAt, this.#heldUntil);
    this.#timer = setTimeout(
      () => {
        this.#refreshing = this.#refresh(next.slackId, next.tab);
      },
      Math.max(0, at - this.#options.now()),
    );
  }

  async #refresh(slackId: string, tab: Tab): Promise<void> {
    if (this.#tabs.get(slackId) === tab) await this.#publish(slackId, tab, 'changed');
    this.#refreshing = undefined;
    this.#wake();
  }

  #publish(slackId: string, tab: Tab, why: 'asked' | 'changed'): Promise<boolean> {
    const work = tab.work.then(() => this.#publishNow(slackId, tab, why));
    tab.work = work;
    return work;
  }

  async #publishNow(slackId: string, tab: Tab, why: 'asked' | 'changed'): Promise<boolean> {
    const { draw, client, log, now } = this.#options;
    if (this.#stopped) return false;
    delete tab.dueAt;
    try {
      const { view, requests } = await draw(slackId, tab);
      tab.requests = requests;
      const written = JSON.stringify(view);
      if (why === 'changed' && written === tab.published) return true;
      if (why === 'changed') this.#nextAt = now() + GAP;
      // What the person asked for is shown in any case; a page that only follows must not cover a newer one.
      const hash = why === 'changed' && tab.hash !== undefined ? { hash: tab.hash } : {};
      const answer = await client.views.publish({ user_id: slackId, view, ...hash });
      tab.published = written;
      tab.publishedAt = now();
      if (answer.view?.hash !== undefined) tab.hash = answer.view.hash;
      return true;
    } catch (error) {
      return this.#notTaken(error, slackId, tab, log);
    } finally {
      this.#wake();
    }
  }

  /** @returns whether it will be shown all the same, a little later */
  #notTaken(error: unknown, slackId: string, tab: Tab, log: Log): boolean {
    const { now, shared } = this.#options;
    if (error instanceof webApi.WebAPIRateLimitedError) {
      this.#heldUntil = Math.max(this.#heldUntil, now() + error.retryAfter * 1000);
      delete tab.published;
      tab.dueAt = this.#heldUntil;
      log.info({ seconds: error.retryAfter }, 'Slack takes no more Home tabs for a while');
      return true;
    }
    if (slackErrorCode(error) === 'hash_conflict') {
      delete tab.hash;
      // Another copy of the bot has shown them theirs since, so it looks after them; else it was us, before a restart.
      if (shared) this.#tabs.delete(slackId);
      else tab.dueAt = now() + SETTLE;
      return true;
    }
    log.warn({ error, user: slackId }, 'a Home tab could not be shown');
    delete tab.published;
    if (slackErrorCode(error) === undefined) tab.dueAt = now() + PAUSE;
    else this.#tabs.delete(slackId);
    return false;
  }
}
