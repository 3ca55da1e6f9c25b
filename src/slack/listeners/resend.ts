import type { RequestStatus } from '../../outbox/outbox.ts';
import type { Reply } from '../../outbox/request.ts';
import type { Ports } from './ports.ts';

export type Resent = { kind: 'too old' } | { kind: 'nothing left'; status: RequestStatus } | { kind: 'sent again' };

/**
 * What failed of a request, and what nobody knows of, is tried anew for its sender.
 * @param reply where the answer is to come; absent: where it came before
 */
export async function resend(requestId: string, sender: string, ports: Ports, reply?: Reply): Promise<Resent> {
  const status = await ports.outbox.status(requestId);
  if (!status || status.request.sender !== sender) return { kind: 'too old' };
  const again = status.notifications.filter(({ state }) => state === 'failed' || state === 'unknown');
  const now = Date.now();
  const changed = await ports.outbox.note(
    again.map(({ id }) => ({ id, happening: { kind: 'sent again', dueAt: now } })),
  );
  // The button was pressed twice: what has become of the first time is the answer.
  if (changed.length === 0) return { kind: 'nothing left', status };
  await ports.outbox.noteReport(requestId, { report: 'silent', ...(reply && { reply }) });
  ports.reporter.expect(requestId);
  ports.deliver();
  return { kind: 'sent again' };
}
