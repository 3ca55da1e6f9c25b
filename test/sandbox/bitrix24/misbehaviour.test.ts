import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/bitrix24/portal.ts';
import { answered, ask, command, portalFor, post } from './asking.ts';

const SEND = 'im.notify.personal.add';
const HELLO = { USER_ID: 1, MESSAGE: 'Hello' };
const note = (MESSAGE: string) => command(SEND, { USER_ID: '1', MESSAGE });

async function misbehaving(fault: Fault) {
  const portal = await portalFor();
  portal.misbehave({ on: SEND, times: 1, do: fault });
  return portal;
}

describe('a portal told to misbehave', () => {
  it('cuts the line before or after the work', async () => {
    for (const [when, done] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      const portal = await misbehaving({ kind: 'cut', when });
      await expect(ask(portal, SEND, HELLO)).rejects.toThrow();
      expect(portal.everCreated).toBe(done);
      expect(portal.requests[0]?.status).toBe('cut');
    }
  });

  it('answers with a status, in JSON, HTML or nothing at all, before or after the work', async () => {
    const json = await misbehaving({ kind: 'status', status: 500 });
    expect(await ask(json, SEND, HELLO)).toMatchObject({ status: 500, body: { error: 'INTERNAL_SERVER_ERROR' } });
    expect(json.everCreated).toBe(0);
    const html = await misbehaving({ kind: 'status', status: 502, body: 'html', when: 'after' });
    expect(await ask(html, SEND, HELLO)).toMatchObject({ status: 502, body: expect.stringContaining('<html>') });
    expect(html.everCreated).toBe(1);
    const empty = await misbehaving({ kind: 'status', status: 503, body: 'empty' });
    expect(await ask(empty, SEND, HELLO)).toEqual({ status: 503, body: '' });
  });

  it('answers 200 with a page', async () => {
    const portal = await misbehaving({ kind: 'html' });
    expect(await ask(portal, SEND, HELLO)).toMatchObject({ status: 200, body: expect.stringContaining('<html>') });
  });

  it('refuses for the request rate and for work time', async () => {
    const limit = await misbehaving({ kind: 'limit' });
    expect(await ask(limit, SEND, HELLO)).toMatchObject({ status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } });
    const operation = await misbehaving({ kind: 'operationLimit', resetIn: 30 });
    const before = Math.floor(Date.now() / 1000);
    const { status, body } = await ask(operation, SEND, HELLO);
    expect({ status, error: body.error }).toEqual({ status: 429, error: 'OPERATION_TIME_LIMIT' });
    expect(body.time.operating_reset_at).toBeGreaterThanOrEqual(before + 30);
    expect(operation.everCreated).toBe(0);
  });

  it('fails under status 200: an empty error, a false result, a result of another type', async () => {
    const answer = async (fault: Fault) => ask(await misbehaving(fault), SEND, HELLO);
    expect(await answer({ kind: 'emptyError' })).toEqual({ status: 200, body: { error: '', error_description: '' } });
    expect(await answer({ kind: 'resultFalse' })).toMatchObject({ status: 200, body: { result: false } });
    const type = async (as: 'string' | 'object' | 'array' | 'null' | 'true') =>
      (await answer({ kind: 'wrongType', as })).body.result;
    expect(await type('string')).toMatch(/^\d+$/);
    expect(await type('object')).toEqual({ value: expect.any(Number) });
    expect(await type('array')).toEqual([expect.any(Number)]);
    expect(await type('null')).toBeNull();
    expect(await type('true')).toBe(true);
  });

  it('refuses under any name', async () => {
    const portal = await misbehaving({ kind: 'error', status: 403, code: 'user_access_error' });
    expect(await ask(portal, SEND, HELLO)).toMatchObject({ status: 403, body: { error: 'user_access_error' } });
  });

  it('sends to a login page, ends the JSON in the middle, or sends the body in two halves', async () => {
    const login = await misbehaving({ kind: 'redirect' });
    const response = await fetch(`${login.webhookUrl}${SEND}?USER_ID=1&MESSAGE=Hi`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/auth/?login=yes']);
    const truncated = await misbehaving({ kind: 'truncate' });
    await expect(ask(truncated, SEND, HELLO)).rejects.toThrow(SyntaxError);
    expect(truncated.everCreated).toBe(1);
    const slow = await misbehaving({ kind: 'slowBody', ms: 5 });
    expect((await ask(slow, SEND, HELLO)).body.result).toBeGreaterThan(0);
  });

  it('answers late, or never', async () => {
    const late = await misbehaving({ kind: 'delay', ms: 5, when: 'after' });
    expect((await ask(late, SEND, HELLO)).body.result).toBeGreaterThan(0);
    const portal = await misbehaving({ kind: 'hang', when: 'after' });
    const unanswered = ask(portal, SEND, HELLO).catch(() => 'closed');
    await portal.waitFor(({ everCreated }) => everCreated === 1);
    expect(portal.requests[0]?.status).toBeUndefined();
    await portal.stop();
    expect(await unanswered).toBe('closed');
  });
});

describe('a rule of misbehaviour', () => {
  it('begins after some matches, ends after some, and when it is told to', async () => {
    const portal = await portalFor();
    portal.misbehave({ on: 'profile', after: 1, times: 2, do: { kind: 'status', status: 500 } });
    const end = portal.misbehave({ on: 'scope', do: { kind: 'status', status: 502 } });
    const statuses = [];
    for (let sent = 0; sent < 4; sent++) statuses.push((await ask(portal, 'profile')).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect((await ask(portal, 'scope')).status).toBe(502);
    end();
    expect((await ask(portal, 'scope')).status).toBe(200);
  });

  it('without a method means every request, also of the token endpoint', async () => {
    const portal = await portalFor();
    portal.misbehave({ do: { kind: 'status', status: 500 } });
    expect((await ask(portal, 'profile')).status).toBe(500);
    expect((await answered(await fetch(portal.application.oauthUrl))).status).toBe(500);
  });

  it('may decide by the parameters', async () => {
    const portal = await portalFor();
    portal.misbehave({
      on: (method, { MESSAGE }) => method === SEND && MESSAGE === 'bad',
      do: { kind: 'resultFalse' },
    });
    expect((await ask(portal, SEND, { ...HELLO, MESSAGE: 'bad' })).body.result).toBe(false);
    expect((await ask(portal, SEND, HELLO)).body.result).toBeGreaterThan(0);
  });

  it('hits only the command it means when the fault is one of a call', async () => {
    const portal = await portalFor();
    portal.misbehave({
      on: (_method, { MESSAGE }) => MESSAGE === 'two',
      do: { kind: 'error', status: 500, code: 'INTERNAL_SERVER_ERROR' },
    });
    const { body } = await ask(portal, 'batch', { cmd: { n1: note('one'), n2: note('two'), n3: note('three') } });
    expect(Object.keys(body.result.result)).toEqual(['n1', 'n3']);
    expect(body.result.result_error.n2.error).toBe('INTERNAL_SERVER_ERROR');
  });

  it('lets a batch forget commands that were done', async () => {
    const portal = await portalFor();
    const cmd = { n1: note('one'), n2: note('two'), n3: note('three') };
    portal.misbehave({ on: (_method, { MESSAGE }) => MESSAGE === 'two', times: 1, do: { kind: 'missing' } });
    const one = await ask(portal, 'batch', { cmd });
    expect(Object.keys(one.body.result.result)).toEqual(['n1', 'n3']);
    portal.misbehave({ on: 'batch', times: 1, do: { kind: 'missing', keys: ['n1', 'n3'] } });
    const two = await ask(portal, 'batch', { cmd });
    expect(Object.keys(two.body.result.result)).toEqual(['n2']);
    portal.misbehave({ on: 'batch', times: 1, do: { kind: 'missing' } });
    const none = await ask(portal, 'batch', { cmd });
    expect(none.body.result.result).toEqual([]);
    expect(portal.everCreated).toBe(9);
  });

  it('hits the whole batch when the fault is one of the exchange', async () => {
    const portal = await portalFor();
    portal.misbehave({ on: SEND, times: 1, do: { kind: 'cut', when: 'after' } });
    await expect(ask(portal, 'batch', { cmd: { n1: note('one'), n2: note('two') } })).rejects.toThrow();
    expect(portal.everCreated).toBe(2);
    expect((await post(`${portal.webhookUrl}profile`, {})).status).toBe(200);
  });
});

describe('waiting for the portal', () => {
  it('ends as soon as the state is there, also in the middle of a batch', async () => {
    const portal = await portalFor({ commandMs: 2 });
    const asked = ask(portal, 'batch', { cmd: { n1: note('one'), n2: note('two'), n3: note('three') } });
    await portal.waitFor(({ everCreated }) => everCreated === 1);
    expect(portal.requests[0]?.status).toBeUndefined();
    await asked;
    expect(portal.requests[0]?.status).toBe(200);
  });

  it('fails with what was asked when the state never comes', async () => {
    const portal = await portalFor();
    await ask(portal, 'profile');
    await expect(portal.waitFor(() => false, 5)).rejects.toThrow('profile 200');
  });
});
