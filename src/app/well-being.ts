import type { Reach } from '../bitrix24/reach.ts';
import type { Dispatcher } from '../delivery/dispatcher.ts';
import { type Check, failing } from '../ops/check.ts';
import { depthOf } from '../outbox/depth.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { SlackConnection } from '../slack/connection.ts';
import { BOT_PARTS, type BotPart, type Health } from '../slack/views/home/health.ts';
import type { OpenStore } from '../store/store.ts';
import { createWriteCheck } from '../store/write-check.ts';

interface Parts {
  opened: OpenStore;
  outbox: Pick<Outbox, 'nextDue'>;
  dispatcher: Pick<Dispatcher, 'trouble' | 'credentials' | 'leading'>;
  slack: Pick<SlackConnection, 'trouble'>;
  portal: { host: string };
  reach(): Reach;
  /** The portal's code of the last refusal of our credentials. */
  refusedWith(): string;
}

/** How the bot is: for `/readyz` and the watch over it, and for an admin's Home. */
export function createWellBeing({ opened, outbox, dispatcher, slack, portal, reach, refusedWith }: Parts) {
  const parts: Record<BotPart, Check> = {
    store: () => outbox.nextDue().then(() => undefined),
    'store writes': createWriteCheck(opened.store),
    'store file': opened.lost,
    delivery: () => dispatcher.trouble(),
    slack: slack.trouble,
  };
  const refused = () => dispatcher.credentials === 'refused';
  return {
    checks: { ...parts, portal: () => (refused() ? 'the portal refuses the credentials' : undefined) },

    async forAdmins(): Promise<Health> {
      const reasons = await failing(parts);
      const { counts, oldest } = await depthOf(opened.store);
      return {
        host: portal.host,
        portal: refused() ? { kind: 'refuses', code: refusedWith() } : portalHealth(reach(), dispatcher.credentials),
        delivers: !opened.shared ? 'the only one' : dispatcher.leading ? 'this one' : 'another',
        waiting: [...counts.values()].reduce((sum, count) => sum + count, 0),
        ...(oldest !== undefined && { oldest }),
        failing: BOT_PARTS.filter((part) => part in reasons),
      };
    },
  };
}

/** What an admin reads of a portal that does not refuse the bot. */
function portalHealth(reach: Reach, credentials: Dispatcher['credentials']): Health['portal'] {
  return reach.kind === 'answers'
    ? { kind: 'answers', credentials: credentials === 'work' ? 'work' : 'not known' }
    : reach;
}
