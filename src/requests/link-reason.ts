import type { FileLinked } from '../files/handing.ts';
import type { Reason } from '../outbox/request.ts';

/** Why of a file only Slack's link went, as it is kept. @param largest bytes that the bot copies */
export function linkReason(why: FileLinked, largest?: number): Reason {
  return { of: 'link', code: why, ...(why === 'too large' && largest !== undefined && { largest }) };
}
