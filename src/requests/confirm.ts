import { heldRequest } from '../outbox/held.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Reply } from '../outbox/request.ts';
import { type AuditLine, auditOfRequest } from './audit.ts';

/**
 * Accepts a request that was held until its sender confirmed it; confirmed twice it is the same request.
 * @param reply where the sender is answered from now on, if not where they asked first
 * @returns the request's id; undefined when it is kept no longer
 */
export async function confirm(
  held: string,
  sender: string,
  { outbox, audit }: { outbox: Outbox; audit(line: AuditLine): void },
  reply?: Reply,
): Promise<string | undefined> {
  const request = await heldRequest(held, sender, outbox);
  if (request === undefined) return undefined;
  const { id } = await outbox.accept(reply ? { ...request, reply } : request);
  audit({ outcome: 'confirmed', request: id, ...auditOfRequest(request) });
  return id;
}
