import type { Taken } from '../outbox/outbox.ts';
import type { Outcome, PortalPort } from './portal-port.ts';

/** What came of a notification: an outcome of the portal's, or that our own code failed on it. */
export type SendingResult = Outcome | { kind: 'defect'; error: unknown };

/**
 * Sends notifications together. When our own code fails on the whole, it is halved until the one that is to blame is
 * alone: a poisoned row never takes the good ones with it. What is sent twice that way has the same tag and replaces.
 * @param beforeRequest is called before each request to the portal
 */
export async function send(
  taken: readonly Taken[],
  portal: PortalPort,
  beforeRequest: () => void,
): Promise<Map<string, SendingResult>> {
  const results = new Map<string, SendingResult>();
  const sendSome = async (some: readonly Taken[]): Promise<void> => {
    const outgoing = some.flatMap(({ notification: { id, recipient, tag, form }, content }) =>
      content === undefined ? [] : [{ key: id, recipient, tag, form, content }],
    );
    for (const { notification, content } of some) {
      if (content === undefined)
        results.set(notification.id, { kind: 'defect', error: new Error('Its content is damaged.') });
    }
    if (outgoing.length === 0) return;
    try {
      beforeRequest();
      for (const [key, outcome] of await portal.send(outgoing)) results.set(key, outcome);
    } catch (error) {
      const [first] = some;
      if (some.length === 1 && first) {
        results.set(first.notification.id, { kind: 'defect', error });
        return;
      }
      const middle = Math.ceil(some.length / 2);
      await sendSome(some.slice(0, middle));
      await sendSome(some.slice(middle));
    }
  };
  await sendSome(taken);
  return results;
}
