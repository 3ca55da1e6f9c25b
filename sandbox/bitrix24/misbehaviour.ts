import type { Parameters } from './php-value.ts';

/** Before the work: nothing was done. After it: it was done, and the caller does not learn it. */
export type Moment = 'before' | 'after';

/** What happens to a whole HTTP request. */
export type ExchangeFault =
  /** Answers as usual, `ms` later. */
  | { kind: 'delay'; ms: number; when?: Moment }
  /** Never answers; the connection stays open. */
  | { kind: 'hang'; when?: Moment }
  /** Destroys the socket. */
  | { kind: 'cut'; when: Moment }
  /** Some status with a body of the portal's own, of a proxy's, or without one. */
  | { kind: 'status'; status: number; body?: 'json' | 'html' | 'empty'; when?: Moment }
  /** 200 with an HTML page, as an overloaded portal sends to some. */
  | { kind: 'html'; when?: Moment }
  /** 503 QUERY_LIMIT_EXCEEDED, refused before execution. */
  | { kind: 'limit' }
  /** 302 to a login page, or to `to`. */
  | { kind: 'redirect'; to?: string; when?: Moment }
  /** The JSON ends in the middle, after the work. */
  | { kind: 'truncate' }
  /** The body comes in two halves, `ms` apart. */
  | { kind: 'slowBody'; ms: number };

/** What happens to one call, alone or as a command of a batch. */
export type CallFault =
  /**
   * 429 OPERATION_TIME_LIMIT; with `resetIn` it tells `time.operating_reset_at`, that many seconds from now. By itself a
   * refusal tells no time: neither docs nor the module source (rest/classes/general/rest.php, outputError) have one.
   */
  | { kind: 'operationLimit'; resetIn?: number }
  /** Any refusal that can be named: PORTAL_DELETED, user_access_error, OVERLOAD_LIMIT … */
  | { kind: 'error'; status: number; code: string; description?: string; when?: Moment }
  /** 200 with `{"error":"","error_description":""}`. */
  | { kind: 'emptyError'; when?: Moment }
  /** 200 with `{"result":false}`. */
  | { kind: 'resultFalse'; when?: Moment }
  /** The work is done and its result has another type than promised. */
  | { kind: 'wrongType'; as: 'string' | 'object' | 'array' | 'null' | 'true' }
  /** The work is done and the answer of the batch does not mention it: the matched commands, or these names. */
  | { kind: 'missing'; keys?: string[] };

export type Fault = ExchangeFault | CallFault;

/**
 * A rule under which the portal misbehaves. `on` names a method in any case, or decides by method (in lower
 * case) and parameters; without it every
 * HTTP request is meant. A batch is met by the name `batch` as well as by the names of its commands: a fault of the
 * exchange then hits the whole request, a fault of a call only the commands meant.
 */
export interface Misbehaviour {
  on?: string | ((method: string, parameters: Parameters) => boolean);
  /** How often (always), and how many matches go well before the first time (0). */
  times?: number;
  after?: number;
  do: Fault;
}

export interface Command {
  method: string;
  parameters: Parameters;
}

interface Rule extends Misbehaviour {
  seen: number;
  done: number;
}

export class Misbehaviours {
  readonly #rules: Rule[] = [];

  /** Returns a function that ends the rule. */
  add(rule: Misbehaviour): () => void {
    const kept: Rule = { ...rule, seen: 0, done: 0 };
    this.#rules.push(kept);
    return () => {
      const index = this.#rules.indexOf(kept);
      if (index >= 0) this.#rules.splice(index, 1);
    };
  }

  /** What happens to this HTTP request as a whole; `commands` are those of a batch. */
  forRequest(request: Command, commands: readonly Command[]): Fault | undefined {
    return this.#take((rule) => {
      if (meets(rule, request)) return true;
      return isExchangeFault(rule.do) && commands.some((command) => rule.on !== undefined && meets(rule, command));
    });
  }

  /** What happens to this command of a batch. */
  forCommand(command: Command): CallFault | undefined {
    const fault = this.#take((rule) => rule.on !== undefined && !isExchangeFault(rule.do) && meets(rule, command));
    return fault === undefined || isExchangeFault(fault) ? undefined : fault;
  }

  #take(meant: (rule: Rule) => boolean): Fault | undefined {
    for (const rule of this.#rules) {
      if (rule.done >= (rule.times ?? Number.POSITIVE_INFINITY) || !meant(rule)) continue;
      rule.seen += 1;
      if (rule.seen <= (rule.after ?? 0)) continue;
      rule.done += 1;
      return rule.do;
    }
    return undefined;
  }
}

export function isExchangeFault(fault: Fault): fault is ExchangeFault {
  switch (fault.kind) {
    case 'delay':
    case 'hang':
    case 'cut':
    case 'status':
    case 'html':
    case 'limit':
    case 'redirect':
    case 'truncate':
    case 'slowBody':
      return true;
    default:
      return false;
  }
}

function meets(rule: Rule, { method, parameters }: Command): boolean {
  if (rule.on === undefined) return true;
  return typeof rule.on === 'string' ? rule.on.toLowerCase() === method : rule.on(method, parameters);
}
