import { describe, expect, it } from 'vitest';
import { answered, ask, askAsApplication, portalFor, post } from './asking.ts';

describe('a webhook', () => {
  it('refuses a wrong secret, and its own when it was revoked', async () => {
    const portal = await portalFor();
    const wrong = await post(`${portal.url}/rest/1/wrong/profile`, {});
    expect(wrong).toMatchObject({ status: 401, body: { error: 'INVALID_CREDENTIALS' } });
    portal.webhook.revoke();
    expect((await ask(portal, 'profile')).status).toBe(401);
    portal.webhook.restore();
    expect((await ask(portal, 'profile')).status).toBe(200);
  });

  it('stops when its creator is dismissed', async () => {
    const portal = await portalFor();
    portal.people.change(1, { active: false });
    expect(await ask(portal, 'scope')).toMatchObject({ status: 401, body: { error: 'INVALID_CREDENTIALS' } });
  });

  it('may do what its scopes allow and no more', async () => {
    const portal = await portalFor({ scopes: ['user_basic'] });
    expect(await ask(portal, 'im.notify.personal.add', { USER_ID: 1, MESSAGE: 'Hi' })).toMatchObject({
      status: 403,
      body: { error: 'insufficient_scope' },
    });
    expect((await ask(portal, 'user.current')).status).toBe(200);
    portal.grant(['im']);
    expect((await ask(portal, 'user.current')).status).toBe(403);
    expect((await ask(portal, 'im.notify.personal.add', { USER_ID: 1, MESSAGE: 'Hi' })).status).toBe(200);
    expect((await ask(portal, 'scope')).body.result).toEqual(['im']);
  });
});

describe('an access token', () => {
  it('is taken from the body, the query and the header', async () => {
    const portal = await portalFor();
    const { accessToken } = portal.application;
    const answers = [
      await askAsApplication(portal, 'profile'),
      await answered(await fetch(`${portal.url}/rest/profile?auth=${accessToken}`)),
      await answered(
        await fetch(`${portal.url}/rest/profile`, { headers: { authorization: `Bearer ${accessToken}` } }),
      ),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('is refused when it is missing or unknown', async () => {
    const portal = await portalFor();
    const refusal = { status: 401, body: { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' } };
    expect(await post(`${portal.url}/rest/profile`, {})).toMatchObject(refusal);
    expect(await askAsApplication(portal, 'profile', {}, 'unknown')).toMatchObject(refusal);
  });

  it('expires after an hour, or when told to', async () => {
    let now = 1_760_000_000_000;
    const portal = await portalFor({ now: () => now });
    now += 3_600_000;
    expect(await askAsApplication(portal, 'profile')).toMatchObject({ status: 401, body: { error: 'expired_token' } });
    const other = await portalFor();
    other.tokens.expireAccess();
    expect((await askAsApplication(other, 'profile')).body.error).toBe('expired_token');
  });
});

describe('the token endpoint', () => {
  const refreshing = (portal: Awaited<ReturnType<typeof portalFor>>, patch: Record<string, string> = {}) =>
    new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: portal.application.clientId,
      client_secret: portal.application.clientSecret,
      refresh_token: portal.application.refreshToken,
      ...patch,
    });
  const form = 'application/x-www-form-urlencoded';

  it('gives a new pair for a refresh token, by a form and by GET, and the old pair is dead', async () => {
    const portal = await portalFor();
    const old = portal.application;
    const query = refreshing(portal);
    const { status, body } = await post(old.oauthUrl, query.toString(), form);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      access_token: portal.application.accessToken,
      refresh_token: portal.application.refreshToken,
      expires_in: 3600,
      member_id: old.memberId,
      client_endpoint: `${portal.url}/rest/`,
    });
    expect(body.access_token).not.toBe(old.accessToken);
    expect(portal.tokens.current).toEqual({ accessToken: body.access_token, refreshToken: body.refresh_token });
    expect((await askAsApplication(portal, 'profile', {}, old.accessToken)).body.error).toBe('expired_token');
    expect(await post(old.oauthUrl, query.toString(), form)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    const byGet = await answered(await fetch(`${old.oauthUrl}?${refreshing(portal)}`));
    expect(byGet.status).toBe(200);
    expect((await askAsApplication(portal, 'profile')).status).toBe(200);
  });

  it('refuses wrong secrets, other grants, and everything once the application is gone', async () => {
    const portal = await portalFor();
    const send = async (patch: Record<string, string>) =>
      (await post(portal.application.oauthUrl, refreshing(portal, patch).toString(), form)).body.error;
    expect(await send({ client_secret: 'wrong' })).toBe('invalid_client');
    expect(await send({ grant_type: 'password' })).toBe('invalid_request');
    expect(await send({ refresh_token: 'unknown' })).toBe('invalid_grant');
    portal.tokens.revoke();
    expect(await send({})).toBe('invalid_grant');
    expect((await askAsApplication(portal, 'profile')).body.error).toBe('NO_AUTH_FOUND');
  });

  it('knows only the newest installation, and its tokens may do what was granted by then', async () => {
    const portal = await portalFor({ scopes: ['user_basic'] });
    const { accessToken, applicationToken } = portal.application;
    portal.grant(['im', 'user_basic']);
    expect((await askAsApplication(portal, 'scope')).body.result).toEqual(['user_basic']);
    await post(portal.application.oauthUrl, refreshing(portal).toString(), form);
    expect((await askAsApplication(portal, 'scope')).body.result).toEqual(['user_basic']);
    portal.tokens.reinstall();
    expect((await askAsApplication(portal, 'scope')).body.result).toEqual(['im', 'user_basic']);
    expect((await askAsApplication(portal, 'scope', {}, accessToken)).body.error).toBe('NO_AUTH_FOUND');
    expect(portal.application.applicationToken).not.toBe(applicationToken);
    portal.tokens.revoke();
    portal.tokens.reinstall();
    expect((await askAsApplication(portal, 'profile')).status).toBe(200);
  });
});

describe('a renamed portal', () => {
  it('answers 302 at its old address with the new one, and works there', async () => {
    const portal = await portalFor();
    const oldWebhook = portal.webhookUrl;
    const url = await portal.rename();
    const response = await fetch(`${oldWebhook}profile?x=1`, { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(`${portal.webhookUrl}profile?x=1`);
    expect(portal.webhookUrl.startsWith(url)).toBe(true);
    expect((await ask(portal, 'profile')).status).toBe(200);
    expect(portal.requests.map(({ method, status }) => [method, status])).toEqual([
      ['moved', 302],
      ['profile', 200],
    ]);
  });
});
