import { PortalError } from './portal-error.ts';

/** The portal can not take this text or attachment. The same content will fail again; simpler content may pass. */
export class ContentError extends PortalError {
  override readonly failure = 'content';
}
