import { inspect } from 'node:util';
import { PortalError } from '../../src/bitrix24/errors/portal-error.ts';

/** The PortalError a promise ends with; anything else fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<PortalError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  if (outcome instanceof PortalError) return outcome;
  throw new Error(`Expected a PortalError, got ${inspect(outcome)}`);
}

/** Every text an error can show: message, stack, JSON, hidden fields, the whole chain of causes. */
export function everythingIn(error: unknown): string {
  const own = `${inspect(error, { depth: 20, showHidden: true })}\n${JSON.stringify(error)}`;
  if (!(error instanceof Error)) return own;
  return [own, error.message, error.stack, JSON.stringify(error.cause), everythingIn(error.cause)].join('\n');
}
