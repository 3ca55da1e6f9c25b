import { PortalError } from './portal-error.ts';

/** The portal refused for being asked too much, before doing anything. Wait until \`retryAt\`, or a growing while, and repeat. */
export class LimitedError extends PortalError {
  override readonly failure = 'limited';
}
