import { describe, expect, it } from 'vitest';
import { postOffice } from './post-office.ts';

const named = (notifications: readonly { recipient: number }[]) => notifications.map(({ recipient }) => recipient);

describe('taking back', () => {
  it('cancels what is still queued: it never leaves', async () => {
    const { dispatcher, ask, withdraw, of, sends } = await postOffice();
    const request = await ask([12, 13]);
    const { cancelled, underWay, kept } = await withdraw(request);
    expect([named(cancelled), underWay, kept]).toEqual([[12, 13], [], []]);
    await dispatcher.start();
    expect((await of(request)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(sends()).toEqual([]);
  });

  it('removes what was delivered, by its tag', async () => {
    const { dispatcher, portal, ask, ended, withdraw } = await postOffice();
    await dispatcher.start();
    const request = await ask([12, 13]);
    const other = await ask([12], 'another');
    await ended(request, 'delivered');
    await ended(other, 'delivered');
    expect(named((await withdraw(request)).cancelled)).toEqual([12, 13]);
    expect(portal.bell(12).map(({ text }) => text)).toEqual(['another']);
    expect(portal.bell(13)).toEqual([]);
    expect((await withdraw(request)).cancelled).toEqual([]);
  });

  it('says of what is on its way at this moment that it is, and removes it afterwards', async () => {
    const { dispatcher, portal, ask, ended, withdraw } = await postOffice();
    portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: { kind: 'delay', ms: 200 } });
    await dispatcher.start();
    const request = await ask([12]);
    await portal.waitFor(({ requests }) => requests.length > 0);
    const first = await withdraw(request);
    expect([named(first.cancelled), named(first.underWay)]).toEqual([[], [12]]);
    await ended(request, 'delivered');
    expect(named((await withdraw(request)).cancelled)).toEqual([12]);
    expect(portal.bell(12)).toEqual([]);
  });

  it('removes what waits and may have arrived', async () => {
    const { dispatcher, portal, ask, of, until, withdraw } = await postOffice();
    portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: { kind: 'cut', when: 'after' } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    expect(portal.bell(12)).toHaveLength(1);
    expect(named((await withdraw(request)).cancelled)).toEqual([12]);
    expect(portal.bell(12)).toEqual([]);
  });

  it('leaves in doubt what may have arrived and cannot be removed now, so that it can be tried again', async () => {
    const { dispatcher, portal, ask, of, until, withdraw } = await postOffice();
    portal.misbehave({ on: 'im.notify.personal.add', times: 1, do: { kind: 'cut', when: 'after' } });
    portal.misbehave({ on: 'im.notify.delete', times: 1, do: { kind: 'status', status: 500 } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    const first = await withdraw(request);
    expect([named(first.cancelled), first.kept.map(({ notification }) => notification.recipient)]).toEqual([[], [12]]);
    expect((await of(request))[0]?.state).toBe('unknown');
    expect(named((await withdraw(request)).cancelled)).toEqual([12]);
    expect(portal.bell(12)).toEqual([]);
  });

  it('keeps what the portal does not let go, with the reason', async () => {
    const { dispatcher, portal, ask, ended, of, withdraw } = await postOffice();
    await dispatcher.start();
    const request = await ask([12, 13]);
    await ended(request, 'delivered');
    portal.misbehave({ on: 'im.notify.delete', do: { kind: 'status', status: 500 } });
    const { cancelled, kept } = await withdraw(request);
    expect([cancelled, kept.map(({ notification }) => notification.recipient)]).toEqual([[], [12, 13]]);
    expect(kept[0]?.why).toContain('INTERNAL_SERVER_ERROR');
    expect((await of(request)).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('leaves a newer notification with the same tag where it is', async () => {
    const { dispatcher, portal, ask, ended, withdraw } = await postOffice();
    await dispatcher.start();
    const older = await ask([12], 'deploying', { tag: 'deploy' });
    await ended(older, 'delivered');
    const newer = await ask([12], 'deployed', { tag: 'deploy' });
    await ended(newer, 'delivered');
    const { cancelled, replaced } = await withdraw(older);
    expect([cancelled, named(replaced)]).toEqual([[], [12]]);
    expect(portal.bell(12).map(({ text }) => text)).toEqual(['deployed']);
  });

  it('leaves a newer one with the same tag that goes out while the older one is being removed', async () => {
    const { dispatcher, portal, ask, ended, withdraw, reads } = await postOffice();
    await dispatcher.start();
    const older = await ask([12], 'deploying', { tag: 'deploy' });
    await ended(older, 'delivered');
    portal.misbehave({ on: 'im.notify.delete', times: 1, do: { kind: 'delay', ms: 300 } });
    const withdrawn = withdraw(older);
    await portal.waitFor(({ requests }) => requests.some(({ method }) => method === 'im.notify.delete'));
    const newer = await ask([12], 'deployed', { tag: 'deploy' });
    await withdrawn;
    await ended(newer, 'delivered');
    expect(reads(12)).toEqual(['deployed']);
  });

  it('never says that what is sent again meanwhile is gone', async () => {
    const { dispatcher, outbox, portal, ask, of, ended, pass, until, withdraw } = await postOffice();
    portal.misbehave({ on: 'im.notify.personal.add', times: 2, do: { kind: 'cut', when: 'after' } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    pass(5000);
    await ended(request, 'unknown');
    portal.misbehave({ on: 'im.notify.delete', times: 1, do: { kind: 'delay', ms: 300, when: 'after' } });
    const withdrawn = withdraw(request);
    await portal.waitFor(() => portal.bell(12).length === 0);
    const [notification] = await of(request);
    await outbox.note([{ id: notification?.id ?? '', happening: { kind: 'sent again', dueAt: 0 } }]);
    dispatcher.wake();
    const { cancelled } = await withdrawn;
    await until(async () => (await of(request))[0]?.state !== 'sending');
    expect([cancelled.length, portal.bell(12).length]).not.toEqual([1, 1]);
  });

  it('tries again what the portal refuses for its rate', async () => {
    const { dispatcher, portal, ask, ended, withdraw } = await postOffice();
    await dispatcher.start();
    const request = await ask([12, 13]);
    await ended(request, 'delivered');
    portal.misbehave({ on: 'batch', times: 2, do: { kind: 'limit' } });
    expect(named((await withdraw(request)).cancelled)).toEqual([12, 13]);
    expect([portal.bell(12), portal.bell(13)]).toEqual([[], []]);
  });

  it('has nothing to do for what failed or is gone already', async () => {
    const { dispatcher, portal, ask, ended, withdraw } = await postOffice();
    portal.people.change(13, { active: false });
    await dispatcher.start();
    const request = await ask([12, 13]);
    await ended(request, 'delivered', 'failed');
    expect(named((await withdraw(request)).cancelled)).toEqual([12]);
    expect(await withdraw(request)).toEqual({ cancelled: [], underWay: [], replaced: [], kept: [] });
    expect(await withdraw('nobody')).toEqual({ cancelled: [], underWay: [], replaced: [], kept: [] });
  });

  it('counts against the rate: hundreds are removed without a refusal', async () => {
    const { dispatcher, portal, ask, ended, withdraw } = await postOffice({
      portal: { limited: true, rate: 50, burst: 12 },
      rate: { perSecond: 50, burst: 12 },
      crowd: 600,
    });
    await dispatcher.start();
    const request = await ask(Array.from({ length: 600 }, (_, index) => 1000 + index));
    await ended(request, 'delivered');
    expect((await withdraw(request)).cancelled).toHaveLength(600);
    expect(portal.everRefused).toBe(0);
  });
});
