import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Routes } from '../http/server.ts';
import type { Surface } from '../outbox/request.ts';
import { type Checks, failing } from './check.ts';

/** What is asked at the moment somebody reads the metrics. */
export interface Present {
  depth(): Promise<{ counts: ReadonlyMap<string, number>; oldest?: number }>;
  leading(): boolean;
  bucketLevel(): number;
  checks: Checks;
}

/** From a quick answer to what a portal that is away for a day leaves behind. */
const DELIVERY_SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200, 28_800, 86_400];
const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60];
const BATCH_SIZES = [1, 2, 5, 10, 20, 30, 40, 50];
const SURFACES: Surface[] = ['command', 'message', 'compose'];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Everything the bot counts, in a registry of its own. No label holds anything of a person, a text, an address or a tag:
 * all come from lists that the code knows, or are cut down to what looks like a code.
 */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const named = (name: string, help: string) => ({ name: `b24notify_${name}`, help, registers });
  const metrics = {
    registry,
    requests: new Counter({
      ...named(
        'requests_total',
        'What people asked for in Slack, by where they asked and what became of it at intake.',
      ),
      labelNames: ['surface', 'outcome'],
    }),
    leftOut: new Counter({
      ...named('left_out_total', 'People and files that a request named and that were left out of it, by reason.'),
      labelNames: ['what', 'why'],
    }),
    notifications: new Counter({
      ...named('notifications_total', 'Notifications that came into a state.'),
      labelNames: ['state'],
    }),
    tries: new Counter({
      ...named(
        'tries_total',
        'Tries to deliver a notification, by outcome: created, switched off, or the class of failure.',
      ),
      labelNames: ['outcome'],
    }),
    deliverySeconds: new Histogram({
      ...named(
        'delivery_seconds',
        'From the moment a notification was stored and acknowledged until the portal had it.',
      ),
      buckets: DELIVERY_SECONDS,
    }),
    batchSize: new Histogram({
      ...named('batch_size', 'Notifications in one request to the portal.'),
      buckets: BATCH_SIZES,
    }),
    portalRequests: new Counter({
      ...named('portal_requests_total', 'Requests to the portal, by method and the code of its refusal (ok: none).'),
      labelNames: ['method', 'code'],
    }),
    portalSeconds: new Histogram({
      ...named('portal_request_seconds', 'How long the portal took to answer.'),
      labelNames: ['method'],
      buckets: CALL_SECONDS,
    }),
    slackCalls: new Counter({
      ...named('slack_calls_total', "Calls of Slack's Web API, by method and HTTP status (none: no answer)."),
      labelNames: ['method', 'status'],
    }),
    fileBytes: new Counter({
      ...named(
        'file_bytes_total',
        'Bytes of files that moved, by way (drive, proxy) and direction: in from Slack, out to the portal or the reader.',
      ),
      labelNames: ['way', 'direction'],
    }),
    addressMatches: new Counter({
      ...named(
        'email_matches_total',
        'E-mail addresses looked up in the portal, by what was found: found, or the reason of the miss.',
      ),
      labelNames: ['outcome'],
    }),
    slackWaitSeconds: new Counter(
      named('slack_wait_seconds_total', 'Seconds that Slack told the bot to wait (Retry-After).'),
    ),
  };
  beginAtZero(metrics);
  return metrics;
}

/**
 * What the alert rules wait for is there from the start: to Prometheus a counter that appears with a 1 has not increased,
 * so the first time would raise no alarm (prometheus.io/docs/practices/instrumentation, "Avoid missing metrics").
 */
function beginAtZero({
  requests,
  notifications,
  tries,
  addressMatches,
  leftOut,
}: Record<'requests' | 'notifications' | 'tries' | 'addressMatches' | 'leftOut', Counter>): void {
  for (const surface of SURFACES) requests.inc({ surface, outcome: 'not_stored' }, 0);
  for (const state of ['failed', 'unknown']) notifications.inc({ state }, 0);
  for (const outcome of ['defect', 'limited']) tries.inc({ outcome }, 0);
  addressMatches.inc({ outcome: 'addresses_hidden' }, 0);
  for (const why of ['no_drive_right', 'drive_full']) leftOut.inc({ what: 'file', why }, 0);
}

/** Only what looks like a code becomes a label: whoever answers in the portal's place cannot make up new ones for ever. */
export function codeLabel(code: string): string {
  return /^[A-Za-z][A-Za-z0-9_.]{0,39}$/.test(code) ? code : 'other';
}

/** `GET /metrics`, in Prometheus' text form; with what the store cannot say left out while it does not answer. */
export function metricsRoutes({ registry }: Metrics, present: Present): Routes {
  const registers = [registry];
  const waiting = new Gauge({
    name: 'b24notify_outbox_notifications',
    help: 'Notifications that are not finished, by state.',
    labelNames: ['state'],
    registers,
  });
  const oldest = new Gauge({
    name: 'b24notify_outbox_oldest_seconds',
    help: 'Age of the oldest notification that is not finished; 0 when there is none.',
    registers,
  });
  new Gauge({
    name: 'b24notify_leading',
    help: '1: this copy of the bot delivers.',
    registers,
    collect() {
      this.set(present.leading() ? 1 : 0);
    },
  });
  new Gauge({
    name: 'b24notify_portal_bucket_level',
    help: "Requests in the portal's bucket by the bot's count; it refuses above BITRIX24_BURST.",
    registers,
    collect() {
      this.set(present.bucketLevel());
    },
  });
  const works = new Gauge({
    name: 'b24notify_works',
    help: '1: this part of the bot works, as /readyz says.',
    labelNames: ['check'],
    registers,
  });

  async function look(): Promise<void> {
    const reasons = await failing(present.checks);
    for (const check of Object.keys(present.checks)) works.set({ check }, check in reasons ? 0 : 1);
    waiting.reset();
    oldest.reset();
    if ('store' in reasons) return;
    const depth = await present.depth().catch(() => undefined);
    if (depth === undefined) return;
    for (const [state, count] of depth.counts) waiting.set({ state }, count);
    oldest.set(depth.oldest === undefined ? 0 : Math.max(0, (Date.now() - depth.oldest) / 1000));
  }

  return {
    'GET /metrics': async (_, response) => {
      await look();
      response.writeHead(200, { 'content-type': registry.contentType });
      response.end(await registry.metrics());
    },
  };
}
