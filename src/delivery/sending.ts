import type { Taken } from '../outbox/outbox.ts';
import type { Outcome, PortalPort } from './portal-port.ts';

/** It was not sent: it would take the place of a newer one with the same tag. */
export interface Replaced {
  kind: 'replaced';
}

/** It was not sent: another copy of the bot delivers by now. */
export interface TurnLost {
  kind: 'turn lost';
}

/** What came of a notification: an outcome of the portal's, or that it was not sent, or that our own code failed on it. */
export type SendingResult = Outcome | Replaced | TurnLost | { kind: 'defect'; error: unknown };

/**
 * Sends notifications together. When our own code fails on the whole, or the portal refuses the whole for what it holds,
 * it is halved until the one that is to blame is alone: a poisoned row never takes the good ones with it. What is sent
 * twice that way has the same tag and replaces.
 * @param turn is waited for before each request to the portal; false: this copy of the bot may send nothing any more
 */
export async function send(
  taken: readonly Taken[],
  portal: PortalPort,
  turn: () => Promise<boolean>,
): Promise<Map<string, SendingResult>> {
  const results = new Map<string, SendingResult>();
  const sendSome = async (some: readonly Readable[]): Promise<void> => {
    const [first] = some;
    if (first === undefined) return;
    try {
      if (!(await turn())) {
        for (const { notification } of some) results.set(notification.id, { kind: 'turn lost' });
        return;
      }
      const outcomes = await portal.send(some.map(asOutgoing));
      for (const [key, outcome] of outcomes) results.set(key, outcome);
    } catch (error) {
      if (some.length === 1) {
        results.set(first.notification.id, { kind: 'defect', error });
        return;
      }
      const middle = Math.ceil(some.length / 2);
      await sendSome(some.slice(0, middle));
      await sendSome(some.slice(middle));
    }
  };
  for (const { notification, content, replaced } of taken) {
    if (replaced) results.set(notification.id, { kind: 'replaced' });
    else if (content === undefined)
      results.set(notification.id, { kind: 'defect', error: new Error('Its content is damaged.') });
  }
  await sendSome(taken.filter(isReadable));
  return results;
}

type Readable = Taken & { content: NonNullable<Taken['content']> };

function isReadable(taken: Taken): taken is Readable {
  return taken.content !== undefined && !taken.replaced;
}

function asOutgoing({ notification: { id, recipient, tag, form }, content }: Readable) {
  return { key: id, recipient, tag, form, content };
}

/** Whether an outcome shows that the portal takes our credentials: a refusal of one recipient or content was looked at. */
export function provesAccess(outcome: SendingResult): boolean {
  if (outcome.kind === 'defect' || outcome.kind === 'replaced' || outcome.kind === 'turn lost') return false;
  return outcome.kind !== 'failed' || outcome.failure === 'recipient' || outcome.failure === 'content';
}
