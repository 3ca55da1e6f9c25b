import type { NewRequest } from '../outbox/request.ts';
import type { Submission } from './submission.ts';

/**
 * Who asked to reach whom, from where, and what came of it. Never what was written. `linked`: it had waited until an
 * admin linked somebody.
 */
export interface AuditLine {
  outcome: 'accepted' | 'repeated by Slack' | 'to be confirmed' | 'confirmed' | 'linked' | 'refused' | 'not stored';
  /** Why it was refused. */
  why?: string;
  /** Why it could not be stored. */
  error?: unknown;
  request?: string;
  sender: string;
  surface: Submission['surface'];
  from?: string;
  /** Bitrix24 people. */
  to: number[];
  /** How many people and files were left out. */
  leftOut: number;
}

/** What a line says of a submission, whatever comes of it. */
export function auditOf({ sender, surface, place }: Submission): Pick<AuditLine, 'sender' | 'surface' | 'from'> {
  return { sender: sender.slackId, surface, from: place.kind === 'channel' ? `#${place.name}` : place.kind };
}

export function auditOfRequest(request: NewRequest): Pick<AuditLine, 'sender' | 'surface' | 'to' | 'leftOut'> {
  const { sender, surface, recipients, leftOut } = request;
  return { sender, surface, to: recipients.map(({ recipient }) => recipient), leftOut: leftOut.length };
}
