import { PortalError } from './errors/portal-error.ts';
import type { Portal } from './portal.ts';

/** Whether the portal answers, as far as this copy of the bot has asked it; times are milliseconds of the epoch. */
export type Reach = { kind: 'not asked' } | { kind: 'answers' } | { kind: 'silent'; since: number; code: string };

/** What nobody can have answered, or nobody but something in between: the line, a proxy, a portal that is starting. */
const SILENT = new Set(['not sent', 'unknown']);

/** The same portal, and whether it answers: a refusal is an answer too. */
export function watchReach(portal: Portal, now: () => number = Date.now): { portal: Portal; reach(): Reach } {
  let reach: Reach = { kind: 'not asked' };

  async function watched<T>(work: () => Promise<T>): Promise<T> {
    try {
      const answer = await work();
      reach = { kind: 'answers' };
      return answer;
    } catch (error) {
      if (error instanceof PortalError) {
        if (!SILENT.has(error.failure)) reach = { kind: 'answers' };
        else if (reach.kind !== 'silent') reach = { kind: 'silent', since: now(), code: error.code };
      }
      throw error;
    }
  }

  return {
    reach: () => reach,
    portal: {
      mode: portal.mode,
      get host() {
        return portal.host;
      },
      call: (method, parameters, options) => watched(() => portal.call(method, parameters, options)),
      // A file that streams slowly, or breaks off, says nothing about the portal.
      upload: (folder, file, options) => portal.upload(folder, file, options),
      close: () => portal.close(),
    },
  };
}
