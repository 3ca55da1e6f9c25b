import { type Routes, send } from '../http/server.ts';
import { type Checks, failing } from './check.ts';

/**
 * `/healthz`: the process lives. `/readyz`: every check passes, else 503 with the reasons by name.
 */
export function healthRoutes(checks: Checks): Routes {
  return {
    'GET /healthz': (_, response) => send(response, 200, { status: 'ok' }),
    'GET /readyz': async (_, response) => {
      const reasons = await failing(checks);
      const ready = Object.keys(reasons).length === 0;
      send(response, ready ? 200 : 503, ready ? { status: 'ready' } : { status: 'not ready', reasons });
    },
  };
}
