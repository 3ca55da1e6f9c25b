import { PortalError } from './portal-error.ts';

/** The request itself is wrong: a mistake of the program, not of the person or the portal. */
export class DefectError extends PortalError {
  override readonly failure = 'defect';
}
