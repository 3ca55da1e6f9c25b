import type { Failure } from '../failure.ts';
import { ContentError } from './content-error.ts';
import { CredentialsError } from './credentials-error.ts';
import { DefectError } from './defect-error.ts';
import { LimitedError } from './limited-error.ts';
import { NotSentError } from './not-sent-error.ts';
import type { PortalError, PortalErrorFacts } from './portal-error.ts';
import { RecipientError } from './recipient-error.ts';
import { UnknownOutcomeError } from './unknown-outcome-error.ts';

const classes: Record<Failure, new (facts: PortalErrorFacts) => PortalError> = {
  'not sent': NotSentError,
  limited: LimitedError,
  unknown: UnknownOutcomeError,
  recipient: RecipientError,
  content: ContentError,
  credentials: CredentialsError,
  defect: DefectError,
};

/** The error class that stands for a failure class. */
export function portalErrorOf(failure: Failure, facts: PortalErrorFacts): PortalError {
  return new classes[failure](facts);
}
