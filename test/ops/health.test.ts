import { afterEach, describe, expect, it, vi } from 'vitest';
import { startServer } from '../../src/http/server.ts';
import type { Check } from '../../src/ops/check.ts';
import { healthRoutes } from '../../src/ops/health.ts';
import { readableLog } from '../log/lines.ts';

const servers: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  vi.useRealTimers();
  for (const server of servers.splice(0)) await server.stop();
});

/** What an address of health answers with these checks. */
async function health(checks: Record<string, Check>, path = '/readyz') {
  const server = await startServer({ host: '127.0.0.1', port: 0 }, healthRoutes(checks), readableLog().log);
  servers.push(server);
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  return { status: response.status, body: await response.json() };
}

const fine: Check = () => undefined;

describe('/healthz', () => {
  it('answers 200 while the process lives, whatever is wrong', async () => {
    expect(await health({ store: () => 'gone' }, '/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
  });
});

describe('/readyz', () => {
  it('answers 200 when every check passes', async () => {
    expect(await health({ store: async () => undefined, slack: fine })).toEqual({
      status: 200,
      body: { status: 'ready' },
    });
  });

  it('answers 503 with the reason of each check that does not', async () => {
    const checks: Record<string, Check> = {
      store: () => Promise.reject(new Error('database is locked')),
      slack: () => 'not connected to Slack yet',
      portal: async () => 'the portal refuses the credentials',
      clock: fine,
      disk: () => {
        throw new Error('disk is full');
      },
    };
    expect(await health(checks)).toEqual({
      status: 503,
      body: {
        status: 'not ready',
        reasons: {
          store: 'database is locked',
          slack: 'not connected to Slack yet',
          portal: 'the portal refuses the credentials',
          disk: 'disk is full',
        },
      },
    });
  });

  it('does not wait for a check that hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const hanging: Check = () => {
      // The check was begun after the clock for it was set: let the time pass.
      queueMicrotask(() => vi.advanceTimersByTime(2000));
      return new Promise(() => {});
    };
    expect(await health({ store: hanging, slack: fine })).toEqual({
      status: 503,
      body: { status: 'not ready', reasons: { store: 'does not answer' } },
    });
  });
});
