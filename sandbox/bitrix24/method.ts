import type { Caller } from './access.ts';
import type { Parameters, Value } from './php-value.ts';
import type { PortalState } from './portal-state.ts';
import { insufficientScope, methodNotFound } from './refusal.ts';

/** One call of a method. */
export interface Call {
  method: string;
  parameters: Parameters;
  /** Where a list begins; -1 asks not to count. */
  start: number;
  caller: Caller;
  portal: PortalState;
}

export interface Result {
  result: Value;
  total?: number;
  next?: number;
}

export interface Method {
  /** Any one of these is enough; an empty list is the basic scope, which everybody has. */
  scopes: readonly string[];
  run(call: Call): Result | Promise<Result>;
}

export type Methods = { [name: string]: Method };

/** @throws {Refusal} for an unknown method and for a missing scope */
export function findMethod(methods: Methods, name: string, caller: Caller): Method {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined) throw methodNotFound();
  if (!isAvailable(method, caller)) throw insufficientScope();
  return method;
}

export function isAvailable(method: Method, caller: Caller): boolean {
  return method.scopes.length === 0 || method.scopes.some((scope) => caller.scopes.includes(scope));
}

/** Fifty of a list, with the portal's way of telling what comes next. */
export function page(items: readonly Value[], start: number): Result {
  return pageOf(items, start, (item) => item);
}

/** {@link page} of things that are made ready to be shown only where they are: a long list is asked for hundreds of times. */
export function pageOf<T>(items: readonly T[], start: number, shown: (item: T) => Value): Result {
  const from = Math.max(0, start);
  const result = items.slice(from, from + 50).map(shown);
  if (start < 0) return { result };
  const next = from + 50 < items.length ? { next: from + 50 } : {};
  return { result, total: items.length, ...next };
}
