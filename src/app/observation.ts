import type { Settings } from '../config/settings.ts';
import type { Dispatcher } from '../delivery/dispatcher.ts';
import { startServer } from '../http/server.ts';
import type { Log } from '../log/log.ts';
import type { Checks } from '../ops/check.ts';
import { healthRoutes } from '../ops/health.ts';
import { type Metrics, metricsRoutes } from '../ops/metrics.ts';
import { startWatch } from '../ops/watch.ts';
import { depthOf } from '../outbox/depth.ts';
import type { OpenStore } from '../store/store.ts';

/**
 * After how long trouble that never mends itself ends the process. A lost file has to, before more is accepted into it;
 * delivery that hung although the store answers is given two minutes.
 */
const END_AFTER = {
  'store file': {
    ms: 0,
    advice:
      'The next start goes on with the file that is there then: put the right one in place first. What was accepted in the last seconds is not in it.',
  },
  delivery: { ms: 120_000, unless: 'store' },
};

export interface Observed {
  settings: Pick<Settings, 'ops'>;
  checks: Checks;
  opened: Pick<OpenStore, 'store'>;
  dispatcher: Pick<Dispatcher, 'leading' | 'rate'>;
  metrics: Metrics;
  log: Log;
  onUnrecoverable(error: Error): void;
}

/**
 * Serves health and metrics, and looks after the bot while nobody asks.
 * @returns what ends the looking, which comes first at a stop, and what ends the serving, which comes last
 */
export async function startObservation(observed: Observed): Promise<{ endWatch(): void; stop(): Promise<void> }> {
  const { settings, checks, opened, dispatcher, metrics, log, onUnrecoverable } = observed;
  const present = {
    checks,
    depth: () => depthOf(opened.store),
    leading: () => dispatcher.leading,
    bucketLevel: () => dispatcher.rate.level,
  };
  const routes = { ...healthRoutes(checks), ...metricsRoutes(metrics, present) };
  const server = settings.ops && (await startServer(settings.ops, routes, log));
  if (server) log.info({ port: server.port }, 'health and metrics are served');
  const endWatch = startWatch({ checks, endAfter: END_AFTER, log, onUnrecoverable });
  return { endWatch, stop: async () => server?.stop() };
}
