/** Ways in which Slack, or the line to it, goes wrong on demand. */

interface Where {
  /**
   * A Web API method (`chat.postMessage`, or `*` for all), `response_url`, `file` (downloads), `delivery` (requests to
   * the app over HTTP), `socket` (envelopes over Socket Mode).
   */
  on: string;
  /** How often; without it, until the returned function is called. */
  times?: number;
  /** Only for calls whose arguments (for files: `{ id }`) satisfy this. */
  when?: (given: Record<string, unknown>) => boolean;
}

/** What the server does to a request of the app. */
export type RequestMisbehaviour = Where &
  (
    | { do: 'delay'; ms: number }
    /** No answer at all; `after: 'work'` does the work first. */
    | { do: 'hang'; after?: 'work' }
    /** The line is cut; `after: 'work'` does the work first, so only the answer is lost. */
    | { do: 'cut'; after?: 'work' }
    | { do: 'rate-limit'; retryAfter: number }
    | { do: 'status'; status: number; body?: string }
    | { do: 'error'; error: string; beside?: Record<string, unknown> }
    | { do: 'html'; status?: number }
    /** Files only: sends half of the bytes, then cuts (or stalls). */
    | { do: 'cut-midway' }
    | { do: 'stall-midway' }
    /** Files only: to another address, as Slack does to its delivery network. */
    | { do: 'redirect'; to: string }
  );

/** What happens to requests that Slack makes. */
export type DeliveryMisbehaviour = Where &
  (
    | { do: 'bad-signature' }
    | { do: 'stale-timestamp' }
    /** The same request comes a second time, as after an acknowledgement that was lost. */
    | { do: 'repeat' }
    /** Socket Mode: the acknowledgement does not reach Slack, so the envelope comes again. */
    | { do: 'lose-ack' }
  );

/** What happens to the open sockets, at once. */
export type SocketMisbehaviour = { on: 'socket' } & (
  | { do: 'disconnect'; reason: 'warning' | 'refresh_requested' | 'link_disabled' }
  /** Still open for the operating system, but nothing comes or goes. */
  | { do: 'silent-death' }
  | { do: 'cut-line' }
);

export type Misbehaviour = RequestMisbehaviour | DeliveryMisbehaviour | SocketMisbehaviour;
type Rule = RequestMisbehaviour | DeliveryMisbehaviour;

const TO_REQUESTS: ReadonlySet<string> = new Set([
  'delay',
  'hang',
  'cut',
  'rate-limit',
  'status',
  'error',
  'html',
  'cut-midway',
  'stall-midway',
  'redirect',
]);

function isForRequests(rule: Rule): rule is RequestMisbehaviour {
  return TO_REQUESTS.has(rule.do);
}

/** The rules in force; the oldest that fits is taken. */
export class Misbehaviours {
  readonly #rules: { rule: Rule; left: number }[] = [];

  add(rule: Rule): () => void {
    const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
    this.#rules.push(entry);
    return () => {
      entry.left = 0;
    };
  }

  /** The rule for a request of the app, if one applies; it is used up by one. */
  forRequest(on: string, given: Record<string, unknown>): RequestMisbehaviour | undefined {
    const wildcard = on !== 'response_url' && on !== 'file';
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (entry.left <= 0 || !isForRequests(rule)) continue;
      if (rule.on !== on && !(wildcard && rule.on === '*')) continue;
      if (rule.when !== undefined && !rule.when(given)) continue;
      entry.left -= 1;
      return rule;
    }
    return undefined;
  }

  /** The rule for a request that Slack makes, if one applies. */
  forDelivery(on: 'delivery' | 'socket', given: Record<string, unknown>): DeliveryMisbehaviour | undefined {
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (entry.left <= 0 || isForRequests(rule) || rule.on !== on) continue;
      if (rule.when !== undefined && !rule.when(given)) continue;
      entry.left -= 1;
      return rule;
    }
    return undefined;
  }
}
