import { type Routes, send } from '../http/server.ts';

/** One thing that has to work. @returns why it does not, or undefined */
export type Check = () => Promise<string | undefined> | string | undefined;

/** A check that hangs is a check that failed. */
const PATIENCE = 2000;

/**
 * `/healthz`: the process lives. `/readyz`: every check passes, else 503 with the reasons by name.
 */
export function healthRoutes(checks: Readonly<Record<string, Check>>): Routes {
  return {
    'GET /healthz': (_, response) => send(response, 200, { status: 'ok' }),
    'GET /readyz': async (_, response) => {
      const reasons = await failed(checks);
      const ready = Object.keys(reasons).length === 0;
      send(response, ready ? 200 : 503, ready ? { status: 'ready' } : { status: 'not ready', reasons });
    },
  };
}

async function failed(checks: Readonly<Record<string, Check>>): Promise<Record<string, string>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await answerOf(check)] as const),
  );
  return Object.fromEntries(results.flatMap(([name, reason]) => (reason === undefined ? [] : [[name, reason]])));
}

async function answerOf(check: Check): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('does not answer'), PATIENCE);
  });
  try {
    return await Promise.race([check(), tooLate]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
