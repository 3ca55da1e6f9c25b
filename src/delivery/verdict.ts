import { FORMS, type Form, type Notification } from '../outbox/notification.ts';
import type { Happening } from '../outbox/transition.ts';
import type { Outcome } from './portal-port.ts';
import { limitEnd, retryDelay } from './retry-timing.ts';
import type { Replaced, TurnLost } from './sending.ts';

/** Wrong credentials are tried again at this pace, with a single notification, until they work. */
export const CREDENTIALS_PAUSE = 30_000;

/** What the portal calls too many requests; its other limits are on the time that its work takes. */
const RATE = 'query_limit_exceeded';

/**
 * What follows from the outcome of a try: a pure decision, the table of ARCHITECTURE.md in code.
 * @param random from 0 to 1, for the spread of the retries
 */
export function verdict(
  notification: Notification,
  outcome: Outcome | Replaced | TurnLost,
  now: number,
  random: number,
): Happening {
  if (outcome.kind === 'replaced') {
    const sentence = 'a newer notification with the same tag has taken its place.';
    return { kind: 'failed', trouble: { code: 'replaced', sentence } };
  }
  if (outcome.kind === 'turn lost') {
    const sentence = 'another copy of the bot took over before it was sent.';
    return { kind: 'postponed', cost: 'none', dueAt: now, trouble: { code: 'turn_lost', sentence } };
  }
  if (outcome.kind === 'created') return { kind: 'delivered', portalId: outcome.portalId };
  if (outcome.kind === 'switched off') {
    return {
      kind: 'failed',
      trouble: {
        code: 'switched_off',
        sentence: 'this person has switched off notifications from applications in Bitrix24.',
      },
    };
  }
  const trouble = { code: outcome.code, sentence: outcome.sentence };
  switch (outcome.failure) {
    case 'not sent': {
      const delay = retryDelay(notification.attempts + 1, random);
      return { kind: 'postponed', cost: 'attempt', dueAt: now + delay, trouble };
    }
    case 'limited': {
      // Over the rate, our own count of it knows best when there is room again.
      const rate = outcome.code.toLowerCase() === RATE && outcome.retryAt === undefined;
      return { kind: 'postponed', cost: 'none', dueAt: rate ? now : limitEnd(outcome.retryAt, now), trouble };
    }
    case 'unknown':
      // Once more with the same tag: it replaces instead of doubling. After that only the sender can know.
      if (notification.doubts > 0) return { kind: 'unknown', trouble };
      return { kind: 'postponed', cost: 'doubt', dueAt: now + retryDelay(1, random), trouble };
    case 'content': {
      const form = simpler(notification.form);
      if (form === undefined) return { kind: 'failed', trouble };
      return { kind: 'postponed', cost: 'none', dueAt: now, form, trouble };
    }
    case 'credentials':
      // Behind the others: where it is this one alone that is refused, another one finds out.
      return { kind: 'postponed', cost: 'none', dueAt: now + CREDENTIALS_PAUSE, trouble };
    case 'recipient':
    case 'defect':
      return { kind: 'failed', trouble };
  }
}

function simpler(form: Form): Form | undefined {
  return FORMS[FORMS.indexOf(form) + 1];
}
