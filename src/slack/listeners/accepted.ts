import type { Ports } from './ports.ts';

/**
 * A request is stored: acknowledges it, and its sender hears how it ends. It goes out even where Slack does not take the
 * acknowledgement (the socket has just fallen), for what is stored will be delivered, now or at the next start.
 */
export async function acceptedWith(
  ack: () => Promise<void>,
  requestId: string,
  ports: Pick<Ports, 'reporter'>,
): Promise<void> {
  try {
    await ack();
  } finally {
    ports.reporter.expect(requestId);
  }
}
