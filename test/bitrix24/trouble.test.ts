import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/bitrix24/portal.ts';
import { attach, messageBlock } from '../../src/bitrix24/attach.ts';
import { type BatchOutcome, callBatch } from '../../src/bitrix24/batch.ts';
import type { Failure } from '../../src/bitrix24/failure.ts';
import {
  createPersonalNotification,
  notificationMethod,
  notificationParameters,
} from '../../src/bitrix24/notifications.ts';
import { everythingIn, failureOf } from './failing.ts';
import { modes, type StandIn, standIn } from './portal-stand-in.ts';

const method = notificationMethod.personal;

function expectNoSecret({ secrets }: StandIn, error: unknown): void {
  const text = everythingIn(error);
  for (const secret of secrets()) expect(text).not.toContain(secret);
}

function send({ portal, ann }: StandIn, timeoutMs = 5_000): Promise<unknown> {
  return createPersonalNotification(portal, { user: ann, text: 'x' }, { timeoutMs });
}

/** A batch of one notification for each key. */
function sendAll({ portal, ann }: StandIn, keys: readonly string[]): Promise<BatchOutcome> {
  const command = (key: string) => ({
    method,
    parameters: notificationParameters(portal.mode, { user: ann, text: `text ${key}` }),
  });
  return callBatch(portal, new Map(keys.map((key) => [key, command(key)])), { timeoutMs: 5_000 });
}

/** How often a notification was really made is what the class must agree with. */
const faults: readonly [string, Fault, Failure, number][] = [
  ['cut before the work', { kind: 'cut', when: 'before' }, 'unknown', 0],
  ['cut after the work', { kind: 'cut', when: 'after' }, 'unknown', 1],
  ['never answered', { kind: 'hang', when: 'after' }, 'unknown', 1],
  ['answered half', { kind: 'truncate' }, 'unknown', 1],
  ['answered with HTML after the work', { kind: 'html', when: 'after' }, 'unknown', 1],
  ['answered 500 after the work', { kind: 'status', status: 500, body: 'json', when: 'after' }, 'unknown', 1],
  ['answered 502 by a proxy', { kind: 'status', status: 502, body: 'html', when: 'after' }, 'unknown', 1],
  ['answered 504 without a body', { kind: 'status', status: 504, body: 'empty', when: 'after' }, 'unknown', 1],
  ['answered with an empty error', { kind: 'emptyError', when: 'after' }, 'unknown', 1],
  ['answered with an object for an id', { kind: 'wrongType', as: 'object' }, 'unknown', 1],
  ['answered with true for an id', { kind: 'wrongType', as: 'true' }, 'unknown', 1],
  ['refused for the rate', { kind: 'limit' }, 'limited', 0],
  ['refused for the work time', { kind: 'operationLimit' }, 'limited', 0],
  ['answered false', { kind: 'resultFalse' }, 'recipient', 0],
  ['refused for the attachment', { kind: 'error', status: 400, code: 'ATTACH_ERROR' }, 'content', 0],
  ['sent to a login page', { kind: 'redirect' }, 'credentials', 0],
  ['refused for the plan', { kind: 'error', status: 403, code: 'ACCESS_DENIED' }, 'credentials', 0],
  ['refused by support', { kind: 'error', status: 503, code: 'OVERLOAD_LIMIT' }, 'credentials', 0],
  ['refused, the portal is gone', { kind: 'error', status: 403, code: 'PORTAL_DELETED' }, 'credentials', 0],
  ['refused as a wrong request', { kind: 'error', status: 400, code: 'NEVER_HEARD_OF' }, 'defect', 0],
];

describe.each(modes)('a notification over the %s', (mode) => {
  it.each(faults)('%s', async (_, fault, failure, made) => {
    const scene = await standIn(mode);
    scene.there.misbehave({ on: method, do: fault });
    const error = await failureOf(send(scene, fault.kind === 'hang' ? 300 : 5_000));
    expect(error).toMatchObject({ failure, method, host: scene.portal.host });
    expect(error.message).toContain(`${method} at ${scene.portal.host}`);
    expect(error.advice).not.toBe('');
    expect(scene.there.everCreated).toBe(made);
    expect(scene.there.requests.filter((request) => request.method === method)).toHaveLength(1);
    expectNoSecret(scene, error);
  });

  it('arrives when the portal is only slow', async () => {
    const scene = await standIn(mode);
    scene.there.misbehave({ on: method, do: { kind: 'slowBody', ms: 50 } });
    expect(await send(scene)).toMatchObject({ result: expect.any(Number) });
  });

  it('is content the portal does not take when it is blank or too large', async () => {
    const scene = await standIn(mode);
    const { portal, ann } = scene;
    expect(await failureOf(createPersonalNotification(portal, { user: ann, text: '  ' }))).toMatchObject({
      failure: 'content',
      code: 'MESSAGE_EMPTY',
    });
    const large = attach([messageBlock('я'.repeat(60_000))]);
    expect(await failureOf(createPersonalNotification(portal, { user: ann, text: 'x', attach: large }))).toMatchObject({
      failure: 'content',
      code: 'ATTACH_OVERSIZE',
    });
  });

  it('is refused for missing rights in words an administrator can act on', async () => {
    const scene = await standIn(mode, { scopes: ['user_basic'] });
    expect(await failureOf(send(scene))).toMatchObject({
      failure: 'credentials',
      code: 'insufficient_scope',
      advice: expect.stringContaining('im, user_basic'),
    });
  });

  it('is limited by the real request rate', async () => {
    const scene = await standIn(mode, { limited: true, burst: 3, rate: 1, now: () => 1_760_000_000_000 });
    for (let request = 0; request < 3; request += 1) await scene.portal.call('profile');
    expect(await failureOf(send(scene))).toMatchObject({ failure: 'limited', code: 'QUERY_LIMIT_EXCEEDED' });
  });

  it('is told when the work time is free again', async () => {
    const scene = await standIn(mode);
    scene.there.misbehave({ on: method, do: { kind: 'operationLimit', resetIn: 120 } });
    const before = Math.floor(Date.now() / 1000) * 1000;
    const { retryAt } = await failureOf(send(scene));
    expect(retryAt).toBeGreaterThanOrEqual(before + 120_000);
    expect(retryAt).toBeLessThan(before + 180_000);
  });

  it('follows a renamed portal and stays there', async () => {
    const scene = await standIn(mode);
    const { host } = new URL(await scene.there.rename());
    await send(scene);
    await send(scene);
    expect(scene.portal.host).toBe(host);
    expect(scene.there.bell(scene.ann)).toHaveLength(2);
    expect(scene.there.requests.filter((request) => request.method === 'moved')).toHaveLength(1);
  });

  it('was not sent when nobody is there', async () => {
    const scene = await standIn(mode);
    await scene.there.stop();
    const error = await failureOf(send(scene));
    expect(error).toMatchObject({ failure: 'not sent', code: 'ECONNREFUSED' });
    expectNoSecret(scene, error);
  });
});

describe.each(modes)('a batch over the %s', (mode) => {
  it('delivers the rest when some commands fail, each in its own way', async () => {
    const scene = await standIn(mode);
    const on =
      (key: string) =>
      (called: string, { MESSAGE }: Record<string, unknown>) =>
        called === method && MESSAGE === `text ${key}`;
    scene.there.misbehave({ on: on('b'), do: { kind: 'error', status: 400, code: 'ATTACH_ERROR' } });
    scene.there.misbehave({ on: on('c'), do: { kind: 'resultFalse' } });
    scene.there.misbehave({ on: on('d'), do: { kind: 'missing' } });
    scene.there.misbehave({ on: on('e'), do: { kind: 'emptyError', when: 'after' } });
    scene.there.misbehave({ on: on('f'), do: { kind: 'operationLimit' } });
    const outcome = await sendAll(scene, ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(outcome.get('a')).toMatchObject({ kind: 'answer', answer: { result: expect.any(Number) } });
    expect(outcome.get('b')).toMatchObject({ kind: 'refused', error: { failure: 'content' } });
    expect(outcome.get('c')).toMatchObject({ kind: 'answer', answer: { result: false } });
    expect(outcome.get('d')).toEqual({ kind: 'missing' });
    expect(outcome.get('e')).toMatchObject({ kind: 'refused', error: { failure: 'unknown' } });
    expect(outcome.get('f')).toMatchObject({ kind: 'refused', error: { failure: 'limited' } });
    expect(outcome.get('g')).toMatchObject({ kind: 'answer' });
    expect(scene.there.bell(scene.ann).map((item) => item.text)).toEqual(['text a', 'text d', 'text e', 'text g']);
    for (const one of outcome.values()) expectNoSecret(scene, one);
  });

  it('carries fifty', async () => {
    const scene = await standIn(mode);
    const keys = Array.from({ length: 50 }, (_, index) => `n${index}`);
    const outcome = await sendAll(scene, keys);
    expect([...outcome.values()].every((one) => one.kind === 'answer')).toBe(true);
    expect(scene.there.bell(scene.ann)).toHaveLength(50);
    expect(scene.there.requests.filter((request) => request.method === 'batch')).toHaveLength(1);
  });

  it('is unknown as a whole when its answer is lost after the work, and is not repeated', async () => {
    const scene = await standIn(mode);
    scene.there.misbehave({ on: 'batch', do: { kind: 'cut', when: 'after' } });
    expect(await failureOf(sendAll(scene, ['a', 'b']))).toMatchObject({ failure: 'unknown', method: 'batch' });
    expect(scene.there.everCreated).toBe(2);
  });
});

describe('tokens of the application', () => {
  it('are renewed once for parallel calls, and every call is made once', async () => {
    const scene = await standIn('application');
    await scene.portal.call('profile');
    scene.there.tokens.expireAccess();
    await Promise.all([send(scene), send(scene), sendAll(scene, ['a', 'b'])]);
    expect(scene.there.bell(scene.ann)).toHaveLength(4);
    expect(scene.there.requests.filter((request) => request.method === 'oauth/token')).toHaveLength(1);
    expect(scene.secrets()).toContain(scene.there.tokens.current.accessToken);
  });

  it('that are revoked are a matter of credentials', async () => {
    const scene = await standIn('application');
    scene.there.tokens.revoke();
    const error = await failureOf(send(scene));
    expect(error).toMatchObject({ failure: 'credentials', advice: expect.stringContaining('application') });
    expectNoSecret(scene, error);
  });

  it('that can not be renewed for now leave the notification unsent', async () => {
    const scene = await standIn('application');
    scene.there.tokens.expireAccess();
    const mend = scene.there.misbehave({ on: 'oauth/token', do: { kind: 'cut', when: 'before' } });
    const error = await failureOf(send(scene));
    expect(error.failure).toBe('not sent');
    expectNoSecret(scene, error);
    mend();
    await send(scene);
    expect(scene.there.bell(scene.ann)).toHaveLength(1);
  });
});

describe('a webhook', () => {
  it('that is revoked says to make a new one, and works again once restored', async () => {
    const scene = await standIn('webhook');
    scene.there.webhook.revoke();
    const error = await failureOf(send(scene));
    expect(error).toMatchObject({ failure: 'credentials', advice: expect.stringContaining('BITRIX24_WEBHOOK_URL') });
    expectNoSecret(scene, error);
    scene.there.webhook.restore();
    await send(scene);
    expect(scene.there.bell(scene.ann)).toHaveLength(1);
  });
});
