import type { Ports } from './ports.ts';

/**
 * A request is stored: acknowledges it and has it delivered. It goes out even where Slack does not take the
 * acknowledgement (the socket has just fallen), for what is stored will be delivered, now or at the next start.
 */
export async function acceptedWith(
  ack: () => Promise<void>,
  requestId: string,
  ports: Pick<Ports, 'reporter' | 'deliver'>,
): Promise<void> {
  try {
    await ack();
  } finally {
    ports.reporter.expect(requestId);
    ports.deliver();
  }
}

/** Requests that go out without anybody waiting for an acknowledgement. */
export function onTheirWay(requestIds: readonly string[], ports: Pick<Ports, 'reporter' | 'deliver'>): void {
  for (const requestId of requestIds) ports.reporter.expect(requestId);
  if (requestIds.length > 0) ports.deliver();
}
