import { describe, expect, it } from 'vitest';
import { crowd, crowdReads, postOffice } from './post-office.ts';

const RATE = { perSecond: 2, burst: 50 };

describe("the portal's real limit", () => {
  it('refuses nothing in a run of 3,000, and everybody gets theirs once', async () => {
    const { dispatcher, portal, ask, ended, troubles } = await postOffice({
      portal: { limited: true, rate: 2, burst: 50 },
      rate: RATE,
      crowd: 3000,
    });
    const request = await ask(crowd(3000));
    await dispatcher.start();
    await ended(request, 'delivered');
    expect(portal.everRefused).toBe(0);
    expect(troubles).toEqual([]);
    expect(crowdReads(portal, 3000).every((read) => read.length === 1)).toBe(true);
    expect(portal.everReplaced).toBe(0);
  });

  it("delivers another person's single notification within two seconds while 5,000 of one request are queued", async () => {
    const { dispatcher, portal, ask, of, ended, until, reads, changes } = await postOffice({
      portal: { limited: true, rate: 2, burst: 50, commandMs: 4 },
      rate: RATE,
      crowd: 5000,
    });
    const large = await ask(crowd(5000));
    await dispatcher.start();
    const waits: number[] = [];
    for (const done of [500, 2000, 2300]) {
      await until(() => changes.length >= done);
      const askedAt = Date.now();
      const small = await ask([12], `after ${done}`);
      await ended(small, 'delivered');
      waits.push((portal.bell(12).at(-1)?.createdAt ?? 0) - askedAt);
    }
    expect(reads(12)).toEqual(['after 500', 'after 2000', 'after 2300']);
    expect(Math.max(...waits)).toBeLessThan(2000);
    expect((await of(large)).some(({ state }) => state === 'queued')).toBe(true);
    expect(portal.everRefused).toBe(0);
  });

  it('costs a single notification little more than a second when it is refused once', async () => {
    const { dispatcher, portal, ask, ended } = await postOffice({ rate: RATE });
    portal.misbehave({ times: 1, do: { kind: 'limit' } });
    await dispatcher.start();
    const askedAt = Date.now();
    await ended(await ask([12]), 'delivered');
    expect((portal.bell(12)[0]?.createdAt ?? 0) - askedAt).toBeLessThan(1900);
    expect(portal.everReplaced).toBe(0);
  });

  it('costs no attempt, and everything arrives, when somebody else uses up our rate', async () => {
    const { dispatcher, portal, ask, ended, of, until, troubles, pass } = await postOffice({ crowd: 100 });
    portal.misbehave({ times: 3, do: { kind: 'limit' } });
    const request = await ask(crowd(100));
    await dispatcher.start();
    for (let limits = 1; limits <= 3; limits++) {
      await until(() => troubles.length >= limits);
      pass(5000);
    }
    await ended(request, 'delivered');
    expect((await of(request)).every(({ attempts, doubts }) => attempts === 0 && doubts === 0)).toBe(true);
    expect(new Set(troubles.map(({ kind }) => kind))).toEqual(new Set(['limited']));
  });

  it('waits until the portal says that its work time is free again', async () => {
    const { dispatcher, portal, ask, ended, of, until, troubles, pass, sends } = await postOffice();
    portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: { kind: 'operationLimit', resetIn: 120 } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(() => troubles.length > 0);
    pass(60_000);
    const other = await ask([13]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    expect(sends()).toHaveLength(1);
    pass(61_000);
    await ended(request, 'delivered');
    await ended(other, 'delivered');
    expect((await of(request))[0]?.attempts).toBe(0);
  });

  it('asks again after a minute, and not every two seconds, where the portal does not say when its work time is free', async () => {
    const { dispatcher, portal, ask, ended, of, until, pass, sends } = await postOffice();
    portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: { kind: 'operationLimit' } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    expect((await of(request))[0]?.dueAt).toBeGreaterThanOrEqual((sends()[0]?.at ?? 0) + 60_000);
    pass(61_000);
    await ended(request, 'delivered');
  });
});
