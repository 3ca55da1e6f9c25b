import { PortalError } from './portal-error.ts';

/** Nobody knows whether the portal did it: the request went out, and no answer that can be trusted came back. */
export class UnknownOutcomeError extends PortalError {
  override readonly failure = 'unknown';
}
