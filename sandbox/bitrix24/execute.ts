import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from './access.ts';
import { isoTime, seconds } from './clock.ts';
import { findMethod, type Methods, type Result } from './method.ts';
import type { CallFault } from './misbehaviour.ts';
import { operationLimit } from './operating.ts';
import type { Parameters, Value } from './php-value.ts';
import { wholeNumber } from './php-value.ts';
import type { PortalState } from './portal-state.ts';
import { internalError, Refusal } from './refusal.ts';

/** How one call ended. */
export type Outcome = ({ kind: 'done'; time: { [name: string]: Value } } & Result) | Refused;

interface Refused {
  kind: 'refused';
  status: number;
  code: string;
  description: string;
  /** When the block ends, in seconds, where the refusal tells it. */
  resetAt?: number;
}

export interface Order {
  method: string;
  parameters: Parameters;
  reserved: Parameters;
  caller: Caller;
}

export interface Workshop {
  portal: PortalState;
  methods: Methods;
  /** Ends every pause when the portal stops. */
  stopping: AbortSignal;
  /** Something was done: whoever waits for it looks again. */
  changed(): void;
}

/** Does one call, with its simulated work, and says how it ended; never throws. */
export async function execute(order: Order, workshop: Workshop, fault?: CallFault): Promise<Outcome> {
  const { portal } = workshop;
  const started = portal.now();
  const early = fault === undefined ? undefined : earlyOutcome(fault);
  const ended = early ?? (await work(order, workshop));
  const late = fault === undefined ? ended : lateOutcome(fault, ended);
  workshop.changed();
  if (late.kind === 'done') return { ...late, time: timeOf(order, portal, started) };
  const resetIn = fault?.kind === 'operationLimit' ? fault.resetIn : undefined;
  return resetIn === undefined ? late : { ...late, resetAt: seconds(portal.now) + resetIn };
}

type Ended = ({ kind: 'done' } & Result) | Refused;

async function work({ method, parameters, reserved, caller }: Order, workshop: Workshop): Promise<Ended> {
  const { portal, methods, stopping } = workshop;
  try {
    const found = findMethod(methods, method, caller);
    if (reserved.TOKEN !== undefined) throw new Refusal(403, 'ACCESS_DENIED', 'Access denied! Link check failed');
    portal.operating.check(credentialOf(caller), method);
    if (portal.commandMs > 0) await sleep(portal.commandMs, undefined, { signal: stopping });
    portal.operating.charge(credentialOf(caller), method, portal.commandMs / 1000);
    return {
      kind: 'done',
      ...(await found.run({ method, parameters, start: wholeNumber(reserved.START), caller, portal })),
    };
  } catch (error) {
    return refused(error instanceof Refusal ? error : internalError());
  }
}

function earlyOutcome(fault: CallFault): Ended | undefined {
  if ('when' in fault && fault.when === 'after') return undefined;
  switch (fault.kind) {
    case 'operationLimit':
      return refused(operationLimit());
    case 'error':
    case 'emptyError':
    case 'resultFalse':
      return lateOutcome(fault, { kind: 'done', result: null });
    default:
      return undefined;
  }
}

function lateOutcome(fault: CallFault, ended: Ended): Ended {
  switch (fault.kind) {
    case 'error':
      return refused(new Refusal(fault.status, fault.code, fault.description ?? fault.code));
    case 'emptyError':
      return { kind: 'refused', status: 200, code: '', description: '' };
    case 'resultFalse':
      return { kind: 'done', result: false };
    case 'wrongType':
      return ended.kind === 'done' ? { kind: 'done', result: wrongly(ended.result, fault.as) } : ended;
    default:
      return ended;
  }
}

function wrongly(result: Value, as: 'string' | 'object' | 'array' | 'null' | 'true'): Value {
  switch (as) {
    case 'string':
      return typeof result === 'object' ? JSON.stringify(result) : String(result);
    case 'object':
      return { value: result };
    case 'array':
      return [result];
    case 'null':
      return null;
    case 'true':
      return true;
  }
}

function refused({ status, code, message }: Refusal): Ended {
  return { kind: 'refused', status, code, description: message };
}

/** The `time` object of an answer. A portal that does not limit the work time does not tell it either. */
function timeOf({ method, caller }: Order, portal: PortalState, started: number): { [name: string]: Value } {
  const finished = portal.now();
  const state = portal.operating.state(credentialOf(caller), method);
  return {
    start: started / 1000,
    finish: finished / 1000,
    duration: (finished - started) / 1000,
    processing: (finished - started) / 1000,
    date_start: isoTime(started),
    date_finish: isoTime(finished),
    ...(state === undefined ? {} : { operating_reset_at: state.resetAt, operating: state.operating }),
  };
}

export function credentialOf(caller: Caller): string {
  return caller.by.kind === 'application' ? caller.by.clientId : caller.by.kind;
}
