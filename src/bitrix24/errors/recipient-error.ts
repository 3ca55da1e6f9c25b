import { PortalError } from './portal-error.ts';

/** The person can not be reached: no such account, dismissed, or no valid id. */
export class RecipientError extends PortalError {
  override readonly failure = 'recipient';
}
