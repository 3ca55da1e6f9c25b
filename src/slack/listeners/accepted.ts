import { referenceOf } from '../../outbox/reference.ts';
import type { Ports } from './ports.ts';

/**
 * A request is stored: acknowledges it, and its sender hears how it ends. It goes out even where Slack does not take the
 * acknowledgement (the socket has just fallen), for what is stored will be delivered, now or at the next start.
 */
export async function acceptedWith(
  ack: () => Promise<void>,
  requestId: string,
  ports: Pick<Ports, 'reporter' | 'log'>,
): Promise<void> {
  try {
    await ack();
  } catch (error) {
    // Slack delivers it again, and then it is known; the sender must not read that it failed.
    ports.log.warn(
      { error, ref: referenceOf(requestId) },
      'Slack did not take the acknowledgement of a stored request',
    );
  }
  ports.reporter.expect(requestId);
}

/** Requests that go out without anybody waiting for an acknowledgement. */
export function onTheirWay(requestIds: readonly string[], ports: Pick<Ports, 'reporter' | 'deliver'>): void {
  for (const requestId of requestIds) ports.reporter.expect(requestId);
  if (requestIds.length > 0) ports.deliver();
}
