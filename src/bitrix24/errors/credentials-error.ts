import { PortalError } from './portal-error.ts';

/** The portal does not let us in, or not with these rights. Every further call will fail until somebody mends it. */
export class CredentialsError extends PortalError {
  override readonly failure = 'credentials';
}
