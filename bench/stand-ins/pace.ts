import type { LoggedRequest, SandboxPortal } from '../../sandbox/bitrix24/portal.ts';

/** Longer than any benchmark. */
const FOR_GOOD = 3_600_000;

/**
 * How long the stand-in portal really takes for a notification, from reading a request to having answered it. It is
 * slower than it is told to be: timers are late, more so on a busy machine.
 */
export class Pace {
  #seen = 0;
  #working: LoggedRequest[] = [];
  #ms = 0;
  #notifications = 0;

  /** @param now the portal's own clock */
  constructor(portal: SandboxPortal, now: () => number) {
    // The portal asks whoever waits after every change; this one looks each time and is never satisfied.
    const look = () => {
      this.#look(portal.requests, now());
      return false;
    };
    portal.waitFor(look, FOR_GOOD).catch(() => {});
  }

  /** Milliseconds for a notification, on average; 0 before the first. */
  get average(): number {
    return this.#notifications === 0 ? 0 : this.#ms / this.#notifications;
  }

  #look(requests: readonly LoggedRequest[], at: number): void {
    this.#working.push(...requests.slice(this.#seen));
    this.#seen = requests.length;
    const answered = this.#working.filter(({ status }) => status !== undefined);
    if (answered.length === 0) return;
    this.#working = this.#working.filter(({ status }) => status === undefined);
    for (const request of answered) {
      if (request.status !== 200) continue;
      this.#ms += at - request.at;
      this.#notifications += Math.max(request.commands.length, 1);
    }
  }
}
