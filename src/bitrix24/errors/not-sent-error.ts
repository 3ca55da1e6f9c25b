import { PortalError } from './portal-error.ts';

/** The portal certainly did nothing: the request did not leave us, or was refused unread. Safe to repeat. */
export class NotSentError extends PortalError {
  override readonly failure = 'not sent';
}
