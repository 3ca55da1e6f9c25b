import type { Taken } from '../outbox/outbox.ts';
import type { Outcome } from './portal-port.ts';
import { provesAccess, type SendingResult } from './sending.ts';

/** What the portal may refuse of one person alone; all other refusals of access are about our token. */
const MAY_BE_OWN = new Set(['access_denied', 'user_access_error']);

/**
 * Tells a portal that lets us in no more from one that refuses a single notification for its access. Of one that went
 * alone nobody can see it; but where others got through since, it must not hold them up a second time.
 */
export class OwnRefusals {
  /** How often the portal has shown that it takes our credentials. */
  #proofs = 0;
  /** Those refused, with the proofs there were by then. */
  readonly #refused = new Map<string, { recipient: number; proofs: number }>();

  /** Recipients of what was refused since the portal last let us in: somebody else's finds out first. */
  get recipients(): ReadonlySet<number> {
    const last = [...this.#refused.values()].filter(({ proofs }) => proofs === this.#proofs);
    return new Set(last.map(({ recipient }) => recipient));
  }

  /** What came of notifications that went together, each refusal of access taken for what it is. */
  judge(taken: readonly Taken[], results: ReadonlyMap<string, SendingResult>): Map<string, SendingResult> {
    // Where the portal did the work of others in the same batch it takes our credentials.
    const proved = [...results.values()].some(provesAccess);
    if (proved) this.#proofs += 1;
    const judged = new Map(results);
    for (const { notification } of taken) {
      const result = results.get(notification.id);
      if (result && isRefusal(result)) judged.set(notification.id, this.#judgeOne(notification, result, proved));
      else this.#refused.delete(notification.id);
    }
    return judged;
  }

  #judgeOne({ id, recipient }: Taken['notification'], result: Refused, proved: boolean): Refused {
    // The token ran out between two commands of the batch: this one was refused before it was looked at.
    if (!MAY_BE_OWN.has(result.code.toLowerCase())) return proved ? { ...result, failure: 'not sent' } : result;
    const before = this.#refused.get(id);
    if (proved || (before && before.proofs < this.#proofs)) {
      this.#refused.delete(id);
      return { ...result, failure: 'recipient' };
    }
    this.#refused.set(id, { recipient, proofs: this.#proofs });
    return result;
  }
}

type Refused = Extract<Outcome, { kind: 'failed' }>;

function isRefusal(result: SendingResult): result is Refused {
  return result.kind === 'failed' && result.failure === 'credentials';
}
