import { describe, expect, it, onTestFinished } from 'vitest';
import { currentPerson, findByEmail, getPerson, profile, scopes, serverTime } from '../../src/bitrix24/people.ts';
import { createPortal } from '../../src/bitrix24/portal.ts';
import { answering, withJson } from './answering-server.ts';
import { failureOf } from './failing.ts';

interface Said {
  readonly status?: number;
  readonly body: unknown;
}

/** A portal that says one thing for each method. */
async function portalSaying(byMethod: Record<string, Said | { result: unknown }>) {
  const server = await answering((heard, response) => {
    const said = byMethod[heard.path.split('/').at(-1) ?? ''] ?? {
      status: 404,
      body: { error: 'ERROR_METHOD_NOT_FOUND' },
    };
    if ('result' in said) withJson(said)(heard, response);
    else withJson(said.body, said.status)(heard, response);
  });
  const portal = createPortal({ mode: 'webhook', url: `${server.origin}/rest/1/secret/` });
  onTestFinished(() => portal.close());
  return { portal, server };
}

const ann = { ID: '5', ACTIVE: true, NAME: 'Ann', LAST_NAME: 'Lee', EMAIL: 'Ann@Example.com' };

describe('a person by id', () => {
  it('is found, dismissed or not', async () => {
    const { portal, server } = await portalSaying({ 'user.get': { result: [{ ...ann, ACTIVE: false }] } });
    expect(await getPerson(portal, 5)).toEqual({ id: 5, active: false, name: 'Ann Lee', email: 'Ann@Example.com' });
    expect(JSON.parse(server.heard[0]?.body ?? '')).toMatchObject({ FILTER: { ID: 5 } });
  });

  it('is nobody when another one comes back, or none', async () => {
    expect(await getPerson((await portalSaying({ 'user.get': { result: [ann] } })).portal, 6)).toBeUndefined();
    expect(await getPerson((await portalSaying({ 'user.get': { result: [] } })).portal, 6)).toBeUndefined();
  });

  it('is asked of the messenger where the rights are only for that', async () => {
    const refused = { status: 403, body: { error: 'insufficient_scope' } };
    const row = { id: 5, active: true, name: 'Ann Lee', email: '' };
    const { portal } = await portalSaying({ 'user.get': refused, 'im.user.get': { result: row } });
    expect(await getPerson(portal, 5)).toEqual({ id: 5, active: true, name: 'Ann Lee' });
    const unknown = { status: 400, body: { error: 'USER_NOT_EXISTS' } };
    const { portal: other } = await portalSaying({ 'user.get': refused, 'im.user.get': unknown });
    expect(await getPerson(other, 5)).toBeUndefined();
  });

  it('passes on every other failure', async () => {
    const { portal } = await portalSaying({ 'user.get': { status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } } });
    expect(await failureOf(getPerson(portal, 5))).toMatchObject({ failure: 'limited' });
  });
});

describe('a person by e-mail', () => {
  it('is the one active person with that very address, whatever its case', async () => {
    const { portal, server } = await portalSaying({ 'user.get': { result: [ann] } });
    expect(await findByEmail(portal, ' ann@example.COM ')).toMatchObject({ kind: 'found', person: { id: 5 } });
    expect(JSON.parse(server.heard[0]?.body ?? '')).toMatchObject({
      FILTER: { '=EMAIL': 'ann@example.COM', ACTIVE: true },
    });
  });

  it('is nobody when a wildcard found somebody else', async () => {
    const { portal } = await portalSaying({ 'user.get': { result: [{ ...ann, EMAIL: 'annXlee@example.com' }] } });
    expect(await findByEmail(portal, 'ann_lee@example.com')).toEqual({ kind: 'nobody' });
  });

  it('is nobody when only a dismissed account has it', async () => {
    const { portal } = await portalSaying({ 'user.get': { result: [{ ...ann, ACTIVE: false }] } });
    expect(await findByEmail(portal, 'ann@example.com')).toEqual({ kind: 'nobody' });
  });

  it('is not guessed among several', async () => {
    const { portal } = await portalSaying({ 'user.get': { result: [ann, { ...ann, ID: '6' }] } });
    expect(await findByEmail(portal, 'ann@example.com')).toMatchObject({
      kind: 'several',
      people: [{ id: 5 }, { id: 6 }],
    });
  });

  it('can not be found where addresses are hidden and everybody comes back', async () => {
    const { EMAIL: _, ...hidden } = ann;
    const { portal } = await portalSaying({ 'user.get': { result: [hidden, { ...hidden, ID: '6' }] } });
    expect(await findByEmail(portal, 'ann@example.com')).toEqual({ kind: 'addresses hidden' });
  });
});

describe('whose webhook it is', () => {
  it('is told by the person, the profile, the scopes and the clock', async () => {
    const { portal } = await portalSaying({
      'user.current': { result: ann },
      profile: { result: { ID: '5', ADMIN: false, NAME: 'Ann', LAST_NAME: 'Lee', TIME_ZONE: '' } },
      scope: { result: ['im', 'user_basic'] },
      'server.time': { result: '2026-03-02T10:30:00+01:00' },
    });
    expect(await currentPerson(portal)).toMatchObject({ id: 5, name: 'Ann Lee' });
    expect(await profile(portal)).toEqual({ id: 5, name: 'Ann Lee', admin: false });
    expect(await scopes(portal)).toEqual(['im', 'user_basic']);
    expect(await serverTime(portal)).toEqual(new Date('2026-03-02T09:30:00Z'));
  });

  it.each([false, [], 'x', { ID: 'none' }])('is not known from %j', async (result) => {
    const { portal } = await portalSaying({ profile: { result }, 'server.time': { result } });
    expect(await failureOf(profile(portal))).toMatchObject({ failure: 'unknown', code: 'BAD_RESULT' });
    expect(await failureOf(serverTime(portal))).toMatchObject({ failure: 'unknown', code: 'BAD_RESULT' });
  });
});
