import { expect, it } from 'vitest';
import { createOutbox } from '../../../src/outbox/sql-outbox.ts';
import type { Happening } from '../../../src/outbox/transition.ts';
import type { StoreAddress } from '../../../src/store/store.ts';
import { emptyOutbox, secondCopy } from '../fixture.ts';

/** Longer than a claim lasts. */
const LONG = 60_000;

export function reportPromises(newStore: () => Promise<StoreAddress>): void {
  it('lets one of several copies tell the sender', async () => {
    const address = await newStore();
    const { outbox, store, clock, ask } = await emptyOutbox(address);
    const other = createOutbox(await secondCopy(address, store), clock.now);
    for (let round = 0; round < 10; round++) {
      const id = await ask([]);
      const claims = await Promise.all([outbox, other, outbox, other].map((one) => one.claimReport(id)));
      expect(claims.filter(Boolean)).toHaveLength(1);
    }
  });

  it('lets another try when whoever was telling has ended', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    const id = await ask([]);
    expect(await outbox.claimReport(id)).toBe(true);
    expect(await outbox.untold(10)).toEqual([]);
    clock.pass(LONG);
    expect(await outbox.untold(10)).toEqual([id]);
    expect(await outbox.claimReport(id)).toBe(true);
  });

  it('tells once: what is told is not told again', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    const id = await ask([]);
    await outbox.claimReport(id);
    await outbox.noteReport(id, { report: 'told', replied: true, direct: { channel: 'D1', ts: '1.2' } });
    clock.pass(LONG);
    expect(await outbox.claimReport(id)).toBe(false);
    expect(await outbox.untold(10)).toEqual([]);
    expect((await outbox.status(id))?.request).toMatchObject({ replies: 1, direct: { channel: 'D1', ts: '1.2' } });
  });

  it('still has to tell what was sent again while Slack took its time, under way or ended by then', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    const id = await ask([12]);
    const changes = async (happening: Happening) => {
      clock.pass(1000);
      const of = (await outbox.status(id))?.notifications ?? [];
      await outbox.note(of.map(({ id }) => ({ id, happening })));
    };
    await changes({ kind: 'failed', trouble: { code: 'x', sentence: 'x.' } });
    const { changedAt: asOf = 0 } = (await outbox.status(id)) ?? {};
    await changes({ kind: 'sent again', dueAt: clock.now() });
    await outbox.noteReport(id, { report: 'told', replied: true, asOf });
    expect((await outbox.status(id))?.request).toMatchObject({ report: 'silent', replies: 1 });
    await changes({ kind: 'taken' });
    await changes({ kind: 'delivered', portalId: 1 });
    await outbox.noteReport(id, { report: 'told', asOf });
    expect(await outbox.untold(10)).toEqual([id]);
    const { changedAt } = (await outbox.status(id)) ?? {};
    await outbox.noteReport(id, { report: 'told', ...(changedAt !== undefined && { asOf: changedAt }) });
    expect(await outbox.untold(10)).toEqual([]);
  });

  it('still has to tell how it ended after it said that it is under way', async () => {
    const { outbox, ask } = await emptyOutbox(await newStore());
    const id = await ask([]);
    await outbox.claimReport(id);
    await outbox.noteReport(id, { report: 'waiting', replied: true });
    expect(await outbox.untold(10)).toEqual([id]);
    expect(await outbox.claimReport(id)).toBe(true);
  });

  it('counts the uses of a place to answer, and begins anew with a new one', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    const id = await ask([]);
    await outbox.noteReport(id, { report: 'waiting', replied: true, direct: { channel: 'D1', ts: '1.2' } });
    await outbox.noteReport(id, { report: 'told', replied: true });
    expect((await outbox.status(id))?.request).toMatchObject({ replies: 2, direct: { channel: 'D1' } });
    clock.pass(5000);
    const reply = { user: 'U1', responseUrl: 'https://hooks.slack.example/2', replaces: true };
    await outbox.noteReport(id, { report: 'silent', reply });
    const request = (await outbox.status(id))?.request;
    expect(request).toMatchObject({ reply, replies: 0, repliedSince: clock.now(), report: 'silent' });
    expect(request).not.toHaveProperty('direct');
  });

  it('names those who have to be told, the longest waiting first', async () => {
    const { outbox, ask } = await emptyOutbox(await newStore());
    const ids = [await ask([]), await ask([]), await ask([])];
    await ask([1]);
    expect(await outbox.untold(2)).toEqual(ids.slice(0, 2));
    expect(await outbox.untold(10)).toEqual(ids);
  });

  it('stay with whoever goes on telling', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    const id = await ask([12]);
    await outbox.claimReport(id);
    for (let kept = 0; kept < 3; kept++) {
      clock.pass(10_000);
      await outbox.keepReport(id);
      expect(await outbox.claimReport(id)).toBe(false);
    }
    await outbox.noteReport(id, {});
    await outbox.keepReport(id);
    expect(await outbox.claimReport(id)).toBe(true);
  });

  it('are missing for a request whose sender has not read that it is under way', async () => {
    const { outbox, clock, ask } = await emptyOutbox(await newStore());
    const id = await ask([12]);
    expect(await outbox.unannounced(clock.now(), 10)).toEqual([]);
    clock.pass(4000);
    expect(await outbox.unannounced(clock.now(), 10)).toEqual([id]);
    await outbox.noteReport(id, { report: 'waiting' });
    expect(await outbox.unannounced(clock.now(), 10)).toEqual([]);
  });
}
