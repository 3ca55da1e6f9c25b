import { describe, expect, it } from 'vitest';
import { intervene } from '../../src/outbox/intervention.ts';
import { type PostOffice, postOffice } from './post-office.ts';

const MINUTE = 60_000;

/** "Send again", or `outbox retry`. */
async function again({ outbox, of, dispatcher }: PostOffice, request: string): Promise<void> {
  await intervene(await of(request), { kind: 'sent again', dueAt: 0 }, outbox);
  dispatcher.wake();
}

describe('what is sent again', () => {
  it('has its whole time to live again, however old it is', async () => {
    const office = await postOffice({ deliveryTtl: 60 * MINUTE });
    const { dispatcher, portal, ask, of, ended, pass, until, reads } = office;
    const mend = portal.misbehave({ do: { kind: 'error', status: 500, code: 'CONNECTION_ERROR' } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    await until(async () => {
      pass(62 * MINUTE);
      return (await of(request))[0]?.state === 'failed';
    });
    await again(office, request);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    const other = await ask([13]);
    await until(async () => {
      pass(2 * MINUTE);
      return (await of(other))[0]?.state === 'waiting';
    });
    expect((await of(request))[0]?.state).toBe('waiting');
    mend();
    pass(30 * MINUTE);
    await ended(request, 'delivered');
    expect(reads(12)).toEqual(['hello']);
  });

  it('is removed by Undo too when an earlier try may have arrived', async () => {
    const office = await postOffice();
    const { dispatcher, portal, ask, of, ended, pass, until, withdraw } = office;
    portal.misbehave({ on: 'im.notify.personal.add', times: 2, do: { kind: 'cut', when: 'after' } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    pass(5000);
    await ended(request, 'unknown');
    portal.misbehave({
      on: 'im.notify.personal.add',
      do: { kind: 'error', status: 500, code: 'CONNECTION_ERROR' },
    });
    await again(office, request);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    expect(portal.bell(12)).toHaveLength(1);
    expect((await withdraw(request)).cancelled).toHaveLength(1);
    expect(portal.bell(12)).toEqual([]);
  });

  it('is not said to have failed at the end of its time when an earlier try may have arrived', async () => {
    const office = await postOffice({ deliveryTtl: 60 * MINUTE });
    const { dispatcher, portal, ask, of, ended, pass, until } = office;
    portal.misbehave({ on: 'im.notify.personal.add', times: 2, do: { kind: 'cut', when: 'after' } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    pass(5000);
    await ended(request, 'unknown');
    portal.misbehave({ do: { kind: 'error', status: 500, code: 'CONNECTION_ERROR' } });
    await again(office, request);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    await until(async () => {
      pass(62 * MINUTE);
      return (await of(request))[0]?.state !== 'waiting';
    });
    expect((await of(request))[0]).toMatchObject({ state: 'unknown', trouble: { code: 'too_old' } });
  });

  it('is repeated once when its outcome is unknown, as at the first time', async () => {
    const office = await postOffice();
    const { dispatcher, portal, ask, of, ended, pass, until } = office;
    portal.misbehave({ on: 'im.notify.personal.add', times: 3, do: { kind: 'cut', when: 'before' } });
    await dispatcher.start();
    const request = await ask([12]);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    pass(5000);
    await ended(request, 'unknown');
    await again(office, request);
    await until(async () => (await of(request))[0]?.state === 'waiting');
    pass(5000);
    await ended(request, 'delivered');
    expect(portal.bell(12)).toHaveLength(1);
  });
});
