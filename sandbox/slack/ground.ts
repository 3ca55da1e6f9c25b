/** What every part of the workspace stands on. Each part adds what it keeps itself; world.ts puts them all together. */
import type { Happenings } from './happenings.ts';
import type { idMaker } from './ids.ts';

export interface Ground {
  readonly team: { readonly id: string; readonly domain: string; readonly name: string; readonly url: string };
  /** The app as the workspace knows it. */
  readonly app: { readonly id: string; readonly userId: string; readonly botId: string; readonly name: string };
  /** What the bot token may do. */
  readonly scopes: ReadonlySet<string>;
  /** The clock, in milliseconds. */
  readonly now: () => number;
  readonly newId: ReturnType<typeof idMaker>;
  readonly newTimestamp: () => string;
  /** Origin of the loopback server, without a slash at the end. */
  readonly baseUrl: () => string;
  readonly happenings: Happenings;
}
