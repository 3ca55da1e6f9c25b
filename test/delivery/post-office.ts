import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type PortalOptions, type SandboxPortal, startPortal } from '../../sandbox/bitrix24/portal.ts';
import { connectPortal } from '../../src/app/connect-portal.ts';
import { createSender } from '../../src/bitrix24/sender.ts';
import { Dispatcher, type DispatcherOptions, type DispatcherTrouble } from '../../src/delivery/dispatcher.ts';
import { takeBack } from '../../src/delivery/take-back.ts';
import type { Notification, State } from '../../src/outbox/notification.ts';
import type { Content } from '../../src/outbox/request.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { openStore } from '../../src/store/store.ts';
import { requestTo } from '../outbox/fixture.ts';

/** The first of many people of the portal. */
export const CROWD = 1000;

/**
 * A store, a dispatcher and a real portal on loopback, joined as the bot joins them.
 * The clock can be set forward; the portal's goes with it.
 */
export async function postOffice(
  options: {
    portal?: PortalOptions;
    rate?: Partial<DispatcherOptions['rate']>;
    crowd?: number;
    deliveryTtl?: number;
    rush?: DispatcherOptions['rush'];
  } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-delivery-'));
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const portal = await startPortal({ limited: false, now, ...options.portal });
  for (const [index, name] of ['Anna', 'Boris', 'Vera'].entries())
    portal.people.add({ id: 12 + index, name, lastName: 'Lee', email: `${name}@acme.example` });
  for (let id = CROWD; id < CROWD + (options.crowd ?? 0); id++)
    portal.people.add({ id, name: 'P', lastName: `${id}`, email: `p${id}@acme.example` });

  const opened = await openStore({ kind: 'sqlite', path: join(folder, 'store.sqlite') });
  const outbox = createOutbox(opened.store, now);
  const client = connectPortal({ mode: 'webhook', url: portal.webhookUrl }, {});
  const troubles: DispatcherTrouble[] = [];
  const changes: Notification[] = [];
  let noticed = () => {};
  const dispatcher = new Dispatcher({
    outbox,
    portal: createSender(client, 'personal'),
    lease: opened.lease('delivery'),
    rate: { perSecond: 1000, burst: 1000, concurrency: 10, ...options.rate },
    deliveryTtl: options.deliveryTtl ?? 24 * 3_600_000,
    ...(options.rush && { rush: options.rush }),
    onChanged: (changed) => {
      changes.push(...changed);
      noticed();
    },
    onTrouble: (trouble) => {
      troubles.push(trouble);
      noticed();
    },
    now,
  });
  onTestFinished(async () => {
    await dispatcher.stop();
    await Promise.all([portal.stop(), client.close()]);
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Waits until `done`, looked at whenever something changes. */
  const until = async (done: () => boolean | Promise<boolean>): Promise<void> => {
    for (;;) {
      const next = new Promise<void>((resolve) => {
        noticed = resolve;
      });
      if (await done()) return;
      await next;
    }
  };
  const of = async (request: string) => (await outbox.status(request))?.notifications ?? [];

  return {
    portal,
    outbox,
    store: opened.store,
    dispatcher,
    troubles,
    changes,
    of,
    until,
    /** Stores a request; delivery hears of it as from a listener. */
    async ask(recipients: readonly number[], text = 'hello', content: Partial<Content> = {}): Promise<string> {
      const whole = { message: text, messageOut: text, attachedFiles: '', plain: text, ...content };
      return (await dispatcher.accept(requestTo(recipients, { text, content: whole }))).id;
    },
    /** Waits until every notification of a request is in one of these states. */
    ended: (request: string, ...states: State[]): Promise<void> =>
      until(async () => {
        const left = opened.store.selectFrom('notification').select('id').where('request_id', '=', request);
        return (await left.where('state', 'not in', states).limit(1).executeTakeFirst()) === undefined;
      }),
    /** Lets time pass for everybody. */
    pass(ms: number): void {
      ahead += ms;
      dispatcher.wake();
    },
    withdraw: (request: string) => takeBack(request, outbox, dispatcher),
    /** Requests that tried to send something, in order. */
    sends: () => portal.requests.filter(({ method }) => method === 'batch' || method === 'im.notify.personal.add'),
    /** What a person reads in their bell. */
    reads: (person: number) => portal.bell(person).map(({ text }) => text),
  };
}

export type PostOffice = Awaited<ReturnType<typeof postOffice>>;

/** The bells of a crowd, each as a list of texts. */
export function crowdReads(portal: SandboxPortal, crowd: number): string[][] {
  return Array.from({ length: crowd }, (_, index) => portal.bell(CROWD + index).map(({ text }) => text));
}

export function crowd(size: number): number[] {
  return Array.from({ length: size }, (_, index) => CROWD + index);
}
