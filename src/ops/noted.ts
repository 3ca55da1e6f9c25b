import type { Log } from '../log/log.ts';
import { referenceOf } from '../outbox/reference.ts';
import type { Submission } from '../requests/submission.ts';
import type { Submitted } from '../requests/submit.ts';
import type { Metrics } from './metrics.ts';

/** A submission leaves one line in the log and one count, whatever becomes of it. */
export async function noted(
  { surface, recipients, files }: Submission,
  { log, metrics }: { log: Log; metrics: Metrics },
  work: () => Promise<Submitted>,
): Promise<Submitted> {
  const asked = { surface, recipients: recipients.length, files: files.length };
  const began = performance.now();
  try {
    const submitted = await work();
    observeSubmission(surface, submitted, metrics);
    const tookMs = Math.round(performance.now() - began);
    if (submitted.kind === 'refused') log.info({ ...asked, why: submitted.refusal.kind, tookMs }, 'request refused');
    else if (submitted.kind === 'to confirm') log.info({ ...asked, tookMs }, 'request to be confirmed');
    else {
      const { kind, requestId: request } = submitted;
      const what = kind === 'known' ? 'request delivered by Slack again' : 'request accepted';
      log.info({ ref: referenceOf(request), request, ...asked, tookMs }, what);
    }
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
