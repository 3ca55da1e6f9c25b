import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EARLIER_DOUBT,
  FORMS,
  isOpen,
  mayHaveArrived,
  type Notification,
  type State,
} from '../../src/outbox/notification.ts';
import { type Happening, transition } from '../../src/outbox/transition.ts';

const STATES: State[] = ['queued', 'sending', 'waiting', 'delivered', 'unknown', 'failed', 'cancelled'];
const trouble = { code: 'CODE', sentence: 'The portal said no.' };

const HAPPENINGS = {
  taken: { kind: 'taken' },
  delivered: { kind: 'delivered', portalId: 7 },
  limited: { kind: 'postponed', dueAt: 9, cost: 'none', trouble },
  'not sent': { kind: 'postponed', dueAt: 9, cost: 'attempt', trouble },
  doubtful: { kind: 'postponed', dueAt: 9, cost: 'doubt', trouble },
  simpler: { kind: 'postponed', dueAt: 9, cost: 'none', form: 'plain', trouble },
  hastened: { kind: 'hastened', dueAt: 9 },
  abandoned: { kind: 'abandoned', dueAt: 9 },
  unknown: { kind: 'unknown', trouble },
  'left in doubt': { kind: 'left in doubt', trouble },
  failed: { kind: 'failed', trouble },
  dropped: { kind: 'dropped' },
  cancelled: { kind: 'cancelled' },
  'sent again': { kind: 'sent again', dueAt: 9 },
} satisfies Record<string, Happening>;

/** The whole table: where each happening leads from each state. A dot: it is not possible there, nothing changes. */
const TABLE = `
               queued     sending    waiting    delivered  unknown    failed     cancelled
taken          sending    .          sending    .          .          .          .
delivered      .          delivered  delivered  .          .          .          .
limited        .          waiting    .          .          .          .          .
not sent       .          waiting    .          .          .          .          .
doubtful       .          waiting    .          .          .          .          .
simpler        .          waiting    .          .          .          .          .
hastened       .          .          waiting    .          .          .          .
abandoned      .          waiting    .          .          .          .          .
unknown        .          unknown    .          .          .          .          .
left in doubt  unknown    .          unknown    .          .          .          unknown
failed         failed     failed     failed     .          failed     .          .
dropped        failed     .          failed     .          failed     failed     .
cancelled      cancelled  .          cancelled  cancelled  cancelled  .          .
sent again     .          .          queued     .          queued     queued     .
`;

function notification(change: Partial<Notification> = {}): Notification {
  return {
    id: '01',
    requestId: '00',
    recipient: 12,
    namedAs: '@anna',
    tag: '00:12',
    state: 'queued',
    attempts: 2,
    doubts: 1,
    form: 'without attachments',
    dueAt: 5,
    ...change,
  };
}

describe('the table of transitions', () => {
  const [head = '', ...lines] = TABLE.trim().split('\n');
  const states = head.trim().split(/\s+/);
  const cells = lines.flatMap((line) => {
    const [, name = '', rest = ''] = /^(.+?)\s{2,}(.*)$/.exec(line) ?? [];
    return rest.split(/\s+/).map((to, index): [string, string, string] => [states[index] ?? '', name, to]);
  });

  it('knows every state and every happening', () => {
    expect(states).toEqual(STATES);
    expect(lines.map((line) => /^(.+?)\s{2,}/.exec(line)?.[1])).toEqual(Object.keys(HAPPENINGS));
    expect(cells).toHaveLength(STATES.length * Object.keys(HAPPENINGS).length);
  });

  it.each(cells)('%s, %s → %s', (from, name, to) => {
    const state = STATES.find((one) => one === from) ?? 'queued';
    const happening = Object.entries(HAPPENINGS).find(([key]) => key === name)?.[1] ?? HAPPENINGS.taken;
    expect(transition(notification({ state }), happening)?.state).toBe(to === '.' ? undefined : to);
  });
});

describe('what a transition changes', () => {
  it('counts a try, and a doubt as a try of its own kind', () => {
    const sending = notification({ state: 'sending' });
    expect(transition(sending, HAPPENINGS['not sent'])).toMatchObject({ attempts: 3, doubts: 1, dueAt: 9, trouble });
    expect(transition(sending, HAPPENINGS.doubtful)).toMatchObject({ attempts: 3, doubts: 2, dueAt: 9 });
  });

  it('takes no try for a limit of the portal', () => {
    expect(transition(notification({ state: 'sending' }), HAPPENINGS.limited)).toMatchObject({
      attempts: 2,
      doubts: 1,
    });
  });

  it('keeps the simpler form for the next try', () => {
    expect(transition(notification({ state: 'sending' }), HAPPENINGS.simpler)?.form).toBe('plain');
    expect(transition(notification({ state: 'sending' }), HAPPENINGS.limited)?.form).toBe('without attachments');
  });

  it('counts what an ended process left under way as a doubt: it may have arrived', () => {
    const next = transition(notification({ state: 'sending' }), HAPPENINGS.abandoned);
    expect(next).toMatchObject({ attempts: 2, doubts: 2, dueAt: 9, trouble: { code: 'restart' } });
  });

  it('forgets the trouble once it is delivered', () => {
    const next = transition(notification({ state: 'sending', trouble }), HAPPENINGS.delivered);
    expect(next).toMatchObject({ state: 'delivered', portalId: 7 });
    expect(next).not.toHaveProperty('trouble');
  });

  it('begins anew, in the whole form, when it is sent again', () => {
    const next = transition(notification({ state: 'failed', trouble, portalId: 3 }), HAPPENINGS['sent again']);
    expect(next).toEqual(
      notification({ state: 'queued', attempts: 0, doubts: EARLIER_DOUBT, form: 'whole', dueAt: 9 }),
    );
  });

  it('does not forget, when it is sent again, that an earlier try may have arrived', () => {
    const doubtful = transition(notification({ state: 'unknown', doubts: 0 }), HAPPENINGS['sent again']);
    const certain = transition(notification({ state: 'failed', doubts: 0 }), HAPPENINGS['sent again']);
    expect([doubtful, certain].map((each) => each && mayHaveArrived(each))).toEqual([true, false]);
    const again = transition(notification({ state: 'sending', doubts: EARLIER_DOUBT }), HAPPENINGS.doubtful);
    expect(again).toMatchObject({ doubts: 1 });
  });
});

describe('whatever happens, in whatever order', () => {
  const happening = fc.constantFrom<Happening>(...Object.values(HAPPENINGS));

  it('keeps whose it is, never loses a try or doubt before it is sent again, and ends only by an end', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
        let current = notification({ attempts: 0, doubts: 0, form: 'whole' });
        for (const one of happenings) {
          const before = structuredClone(current);
          const next = transition(current, one);
          expect(current).toEqual(before);
          if (next === undefined) continue;
          const { id, requestId, recipient, namedAs, tag } = before;
          expect(next).toMatchObject({ id, requestId, recipient, namedAs, tag });
          if (one.kind !== 'sent again') {
            expect(next.attempts).toBeGreaterThanOrEqual(before.attempts);
            expect(next.doubts).toBeGreaterThanOrEqual(before.doubts);
            expect(isOpen(before.state) || !isOpen(next.state)).toBe(true);
          }
          if (next.state === 'delivered') expect(next.portalId).toBeDefined();
          if (next.state === 'failed' || next.state === 'unknown') expect(next.trouble).toBeDefined();
          expect(FORMS).toContain(next.form);
          current = next;
        }
      }),
    );
  });
});
