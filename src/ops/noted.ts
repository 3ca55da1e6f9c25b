import type { Log } from '../log/log.ts';
import { referenceOf } from '../outbox/reference.ts';
import type { AuditLine } from '../requests/audit.ts';
import type { Submission } from '../requests/submission.ts';
import type { Submitted } from '../requests/submit.ts';
import type { Metrics } from './metrics.ts';

/** How the line of the log begins that a request leaves. */
const WORDS: Record<AuditLine['outcome'], string> = {
  accepted: 'request accepted',
  'repeated by Slack': 'request delivered by Slack again',
  'to be confirmed': 'request to be confirmed',
  confirmed: 'request confirmed',
  linked: 'request sent after a link',
  refused: 'request refused',
  'not stored': 'request not accepted: it could not be stored',
};

/** The one line that a request leaves in the log, whatever becomes of it. */
export function logRequest(line: AuditLine, log: Log, more: Readonly<Record<string, unknown>> = {}): void {
  const { request, surface, error, ...audit } = line;
  const known = request === undefined ? {} : { ref: referenceOf(request), request };
  log[line.outcome === 'not stored' ? 'error' : 'info'](
    { ...known, surface, ...more, audit, ...(error !== undefined && { error }) },
    WORDS[line.outcome],
  );
}

/** A submission leaves one line in the log and one count, whatever becomes of it. */
export async function noted(
  { surface, recipients, files }: Submission,
  { log, metrics }: { log: Log; metrics: Metrics },
  work: (audit: (line: AuditLine) => void) => Promise<Submitted>,
): Promise<Submitted> {
  const asked = { recipients: recipients.length, files: files.length };
  const began = performance.now();
  try {
    const submitted = await work((line) => {
      logRequest(line, log, { ...asked, tookMs: Math.round(performance.now() - began) });
    });
    observeSubmission(surface, submitted, metrics);
    return submitted;
  } catch (error) {
    observeSubmission(surface, 'not stored', metrics);
    throw error;
  }
}

/** Counts what became of a submission at intake. */
function observeSubmission(
  surface: Submission['surface'],
  submitted: Submitted | 'not stored',
  { requests }: Metrics,
): void {
  const outcome =
    submitted === 'not stored' ? submitted : submitted.kind === 'refused' ? submitted.refusal.kind : submitted.kind;
  requests.inc({ surface, outcome: outcome.replaceAll(' ', '_') });
}
