import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/delivery/portal-port.ts';
import { limitEnd, retryDelay } from '../../src/delivery/retry-timing.ts';
import { verdict } from '../../src/delivery/verdict.ts';
import type { Form, Notification } from '../../src/outbox/notification.ts';

const NOW = 1_000_000;
const MIDDLE = 0.5;

function sending(change: Partial<Notification> = {}): Notification {
  return {
    id: '01',
    requestId: '00',
    recipient: 12,
    namedAs: '@anna',
    tag: '00:12',
    state: 'sending',
    attempts: 0,
    doubts: 0,
    form: 'whole',
    dueAt: 0,
    ...change,
  };
}

type Failed = Extract<Outcome, { kind: 'failed' }>;

function failed(failure: Failed['failure'], retryAt?: number): Failed {
  const words = { code: 'CODE', sentence: 'The portal said no.', advice: 'Nothing.' };
  return { kind: 'failed', failure, ...words, ...(retryAt !== undefined && { retryAt }) };
}

describe('what follows from an outcome', () => {
  it.each<[string, Partial<Notification>, Outcome, object]>([
    ['created', {}, { kind: 'created', portalId: 7 }, { kind: 'delivered', portalId: 7 }],
    ['switched off by the person', {}, { kind: 'switched off' }, { kind: 'failed', trouble: { code: 'switched_off' } }],
    ['not sent', {}, failed('not sent'), { kind: 'postponed', cost: 'attempt', dueAt: NOW + 2000 }],
    ['not sent, the third time', { attempts: 2 }, failed('not sent'), { kind: 'postponed', dueAt: NOW + 60_000 }],
    ['limited', { attempts: 4 }, failed('limited'), { kind: 'postponed', cost: 'none', dueAt: NOW + 2000 }],
    [
      'over the rate',
      { attempts: 4 },
      { ...failed('limited'), code: 'QUERY_LIMIT_EXCEEDED' },
      { kind: 'postponed', cost: 'none', dueAt: NOW },
    ],
    ['limited until', {}, failed('limited', NOW + 60_000), { kind: 'postponed', cost: 'none', dueAt: NOW + 60_000 }],
    ['unknown', {}, failed('unknown'), { kind: 'postponed', cost: 'doubt', dueAt: NOW + 2000 }],
    ['unknown again', { doubts: 1 }, failed('unknown'), { kind: 'unknown' }],
    [
      'refused content',
      {},
      failed('content'),
      { kind: 'postponed', cost: 'none', dueAt: NOW, form: 'without attachments' },
    ],
    ['refused without files', { form: 'without attachments' }, failed('content'), { kind: 'postponed', form: 'plain' }],
    ['refused even plain', { form: 'plain' }, failed('content'), { kind: 'failed', trouble: { code: 'CODE' } }],
    ['credentials', {}, failed('credentials'), { kind: 'postponed', cost: 'none', dueAt: NOW + 30_000 }],
    ['recipient', {}, failed('recipient'), { kind: 'failed', trouble: { code: 'CODE' } }],
    ['defect', {}, failed('defect'), { kind: 'failed', trouble: { code: 'CODE' } }],
  ])('%s', (_, change, outcome, expected) => {
    expect(verdict(sending(change), outcome, NOW, MIDDLE)).toMatchObject(expected);
  });

  it('gives up an old one whose place a newer one has taken, instead of bringing it back', () => {
    expect(verdict(sending(), { kind: 'replaced' }, NOW, MIDDLE)).toMatchObject({
      kind: 'failed',
      trouble: { code: 'replaced' },
    });
  });

  it('ends after every form has been refused, whatever the first', () => {
    const forms: (Form | undefined)[] = [];
    let form: Form | undefined = 'whole';
    for (; form !== undefined; forms.push(form)) {
      const next = verdict(sending({ form }), failed('content'), NOW, MIDDLE);
      form = next.kind === 'postponed' ? next.form : undefined;
    }
    expect(forms).toEqual(['without attachments', 'plain', undefined]);
  });
});

describe('when to try again', () => {
  const SECOND = 1000;
  const MINUTE = 60 * SECOND;
  const HOUR = 60 * MINUTE;

  it.each([
    [1, 2 * SECOND],
    [2, 10 * SECOND],
    [3, MINUTE],
    [4, 5 * MINUTE],
    [5, 20 * MINUTE],
    [6, HOUR],
    [7, 3 * HOUR],
    [8, 6 * HOUR],
    [9, 6 * HOUR],
    [1000, 6 * HOUR],
  ])('after try %i: about %i ms, spread by a fifth', (attempts, delay) => {
    expect(retryDelay(attempts, 0.5)).toBe(delay);
    expect(retryDelay(attempts, 0)).toBe(delay * 0.8);
    expect(retryDelay(attempts, 1)).toBe(delay * 1.2);
  });

  it.each([
    ['soon when the portal said nothing', undefined, NOW + 2000],
    ['not at once when it is over already', NOW - 5000, NOW + 2000],
    ['when the portal says', NOW + 5 * MINUTE, NOW + 5 * MINUTE],
    ['not after a clock that is wrong: its window has ten minutes', NOW + 30 * HOUR, NOW + 11 * MINUTE],
  ])('after a limit: %s', (_, said, end) => {
    expect(limitEnd(said, NOW)).toBe(end);
  });
});
