import { describe, expect, it } from 'vitest';
import { ask, command, portalFor } from './asking.ts';

describe('the request rate', () => {
  it('refuses above the burst, drains with time, and counts refused requests too', async () => {
    let now = 1_760_000_000_000;
    const portal = await portalFor({ limited: true, rate: 2, burst: 3, now: () => now });
    const statuses = async (count: number) => {
      const got = [];
      for (let sent = 0; sent < count; sent++) got.push((await ask(portal, 'profile')).status);
      return got;
    };
    expect(await statuses(4)).toEqual([200, 200, 200, 503]);
    expect(portal.everRefused).toBe(1);
    now += 1000;
    expect(await statuses(2)).toEqual([200, 503]);
    now += 10_000;
    expect(await statuses(4)).toEqual([200, 200, 200, 503]);
  });

  it('says QUERY_LIMIT_EXCEEDED and has done nothing', async () => {
    const portal = await portalFor({ limited: true, burst: 0 });
    expect(await ask(portal, 'im.notify.personal.add', { USER_ID: 1, MESSAGE: 'Hi' })).toMatchObject({
      status: 503,
      body: { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' },
    });
    expect(portal.everCreated).toBe(0);
  });

  it('counts a batch as one request', async () => {
    const portal = await portalFor({ limited: true, burst: 1, rate: 1, now: () => 0 });
    const cmd = { a: 'profile', b: 'profile', c: 'profile' };
    expect((await ask(portal, 'batch', { cmd })).status).toBe(200);
    expect((await ask(portal, 'profile')).status).toBe(503);
  });
});

describe('work time', () => {
  it('blocks only the method that has worked too long, until the oldest minute drops out', async () => {
    let now = 1_760_000_000_000;
    const portal = await portalFor({ now: () => now });
    portal.chargeOperating('profile', 481);
    const blocked = await ask(portal, 'profile');
    expect(blocked).toEqual({
      status: 429,
      body: {
        error: 'OPERATION_TIME_LIMIT',
        error_description: 'Method is blocked due to operation time limit.',
      },
    });
    expect((await ask(portal, 'scope')).status).toBe(200);
    now += 500_000;
    expect((await ask(portal, 'profile')).status).toBe(429);
    now += 100_000;
    expect((await ask(portal, 'profile')).status).toBe(200);
  });

  it('is told with every answer that goes well, with when its oldest minute drops out', async () => {
    const now = 1_760_000_000_000;
    const portal = await portalFor({ now: () => now });
    portal.chargeOperating('profile', 480);
    const { time } = (await ask(portal, 'profile')).body;
    expect(time.operating).toBe(480);
    expect(time.operating_reset_at).toBeGreaterThan(now / 1000);
    expect(time.operating_reset_at).toBeLessThanOrEqual(now / 1000 + 600);
  });

  it('is neither limited nor told by a self-hosted portal', async () => {
    const portal = await portalFor({ operatingSeconds: false });
    portal.chargeOperating('profile', 10_000);
    const { status, body } = await ask(portal, 'profile');
    expect(status).toBe(200);
    expect(Object.keys(body.time)).not.toContain('operating');
    expect(Object.keys(body.time)).not.toContain('operating_reset_at');
  });

  it('is charged to the batch and to the methods inside, and calls up to a tenth of a second are free', async () => {
    const portal = await portalFor({ commandMs: 101 });
    const { body } = await ask(portal, 'batch', { cmd: { n1: 'scope', n2: 'scope' } });
    expect(body.result.result_time.n1.operating).toBeCloseTo(0.101);
    expect(body.result.result_time.n2.operating).toBeCloseTo(0.202);
    expect(body.time.operating).toBeGreaterThan(0.2);
    const quick = await portalFor({ commandMs: 1 });
    expect((await ask(quick, 'scope')).body.time.operating).toBe(0);
  });

  it('refuses a command of a batch by itself', async () => {
    const portal = await portalFor();
    portal.chargeOperating('im.notify.personal.add', 481);
    const cmd = { n1: command('im.notify.personal.add', { USER_ID: '1', MESSAGE: 'Hi' }), n2: 'profile' };
    const { status, body } = await ask(portal, 'batch', { cmd });
    expect(status).toBe(200);
    expect(body.result.result_error.n1.error).toBe('OPERATION_TIME_LIMIT');
    expect(Object.keys(body.result.result)).toEqual(['n2']);
  });
});
