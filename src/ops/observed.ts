import { decodeTime } from 'ulid';
import type { Portal } from '../bitrix24/portal.ts';
import type { Outcome, PortalPort } from '../delivery/portal-port.ts';
import type { Download } from '../files/slack-bytes.ts';
import type { Notification } from '../outbox/notification.ts';
import type { AddressMatch } from '../people/portal-people.ts';
import { codeLabel, type Metrics } from './metrics.ts';

/** The same portal, each request counted and timed. */
export function observedPortal(portal: Portal, { portalRequests, portalSeconds, fileBytes }: Metrics): Portal {
  async function observed<T>(method: string, work: () => Promise<T>): Promise<T> {
    const end = portalSeconds.startTimer({ method });
    try {
      const answer = await work();
      portalRequests.inc({ method, code: 'ok' });
      return answer;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'defect';
      portalRequests.inc({ method, code: codeLabel(code) });
      throw error;
    } finally {
      end();
    }
  }
  return {
    mode: portal.mode,
    get host() {
      return portal.host;
    },
    call: (method, parameters, options) => observed(method, () => portal.call(method, parameters, options)),
    upload: (folder, file, options) => {
      const bytes = counted(file.bytes, (count) => fileBytes.inc({ way: 'drive', direction: 'out' }, count));
      return observed('upload', () => portal.upload(folder, { ...file, bytes }, options));
    },
    close: () => portal.close(),
  };
}

/** The same download, its bytes counted as they come; those of the proxy go straight on to the reader. */
export function observedDownload(download: Download, way: 'drive' | 'proxy', { fileBytes }: Metrics): Download {
  return async (source, options) => {
    const given = await download(source, options);
    if (given.kind !== 'bytes') return given;
    const chunks = counted(given.chunks, (count) => {
      fileBytes.inc({ way, direction: 'in' }, count);
      if (way === 'proxy') fileBytes.inc({ way, direction: 'out' }, count);
    });
    return { ...given, chunks };
  };
}

/** Each chunk is counted when its taker has dealt with it. */
async function* counted(chunks: AsyncIterable<Uint8Array>, count: (bytes: number) => void) {
  for await (const chunk of chunks) {
    yield chunk;
    count(chunk.byteLength);
  }
}

/** The same look-up of addresses, each of them counted by what came of it. */
export function observedLookUp(
  lookUp: (addresses: readonly string[]) => Promise<ReadonlyMap<string, AddressMatch>>,
  { addressMatches }: Metrics,
): typeof lookUp {
  const count = (outcome: AddressMatch['kind'] | 'no answer', times: number) => {
    addressMatches.inc({ outcome: outcome.replaceAll(' ', '_') }, times);
  };
  return async (addresses) => {
    try {
      const matches = await lookUp(addresses);
      for (const { kind } of matches.values()) count(kind, 1);
      if (matches.size < addresses.length) count('no answer', addresses.length - matches.size);
      return matches;
    } catch (error) {
      count('no answer', addresses.length);
      throw error;
    }
  };
}

/** The same way to the portal, the size of each sending and the outcome of each notification counted. */
export function observedSender(sender: PortalPort, { batchSize, tries }: Metrics): PortalPort {
  return {
    ...sender,
    async send(notifications) {
      batchSize.observe(notifications.length);
      const outcomes = await sender.send(notifications);
      for (const outcome of outcomes.values()) tries.inc({ outcome: outcomeLabel(outcome) });
      return outcomes;
    },
  };
}

function outcomeLabel(outcome: Outcome): string {
  return (outcome.kind === 'failed' ? outcome.failure : outcome.kind).replaceAll(' ', '_');
}

/** Counts the notifications that changed, and how long those that arrived were under way. */
export function observeChanged(
  changed: readonly Notification[],
  { notifications, deliverySeconds }: Metrics,
  now: number,
): void {
  for (const { id, state } of changed) {
    notifications.inc({ state });
    // An ID begins with the moment when it was made, which is when the notification was stored.
    if (state === 'delivered') deliverySeconds.observe(Math.max(0, (now - decodeTime(id.toUpperCase())) / 1000));
  }
}

/** The same `fetch`, each call of Slack's Web API counted, and the time that Slack tells the bot to wait. */
export function observedFetch(fetch: typeof globalThis.fetch, { slackCalls, slackWaitSeconds }: Metrics) {
  const observed: typeof globalThis.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const method = codeLabel(URL.parse(address)?.pathname.split('/').at(-1) ?? '');
    try {
      const response = await fetch(input, init);
      slackCalls.inc({ method, status: String(response.status) });
      const wait = Number(response.headers.get('retry-after'));
      if (response.status === 429 && wait > 0) slackWaitSeconds.inc(wait);
      return response;
    } catch (error) {
      slackCalls.inc({ method, status: 'none' });
      throw error;
    }
  };
  return observed;
}
