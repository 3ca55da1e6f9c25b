import { describe, expect, it } from 'vitest';
import { acmeWithBot, freePort } from '../start/acme-with-bot.ts';
import { installationEvent as event } from './installation-event.ts';

/** The bot in application mode, with no tokens at all; its install address. */
async function withoutTokens() {
  const port = await freePort();
  const made = await acmeWithBot({ BITRIX24_WEBHOOK_URL: '', HOST: '127.0.0.1', PORT: String(port) });
  const { domain, clientId, clientSecret, oauthUrl } = made.acme.portal.application;
  Object.assign(made.settings, {
    BITRIX24_DOMAIN: domain,
    BITRIX24_CLIENT_ID: clientId,
    BITRIX24_CLIENT_SECRET: clientSecret,
    BITRIX24_OAUTH_URL: oauthUrl,
  });
  const post = (body: URLSearchParams | string) =>
    fetch(`http://127.0.0.1:${port}/bitrix24/install`, { method: 'POST', body }).then(({ status }) => status);
  return { ...made, post };
}

describe('the application installed from Bitrix24', () => {
  it('delivers at once with the tokens it brought, and goes on after a restart', async () => {
    const { acme, start, post } = await withoutTokens();
    const bot = await start();
    const ivan = acme.workspace.as(acme.people.ivan);
    expect(await post(event(acme.portal, 'ONAPPINSTALL'))).toBe(200);
    await acme.portal.waitFor((portal) => portal.requests.some(({ method }) => method === 'scope'));
    await ivan.command('/b24notify', '@anna before', acme.sales);
    await acme.portal.waitFor((portal) => portal.bell(12).length === 1);
    expect(await bot.stop()).toBe(0);
    acme.portal.tokens.expireAccess();
    await start();
    await ivan.command('/b24notify', '@anna after', acme.sales);
    await acme.portal.waitFor((portal) => portal.bell(12).length === 2);
    const { accessToken, refreshToken, applicationToken } = acme.portal.application;
    for (const secret of [accessToken, refreshToken, applicationToken]) expect(bot.output()).not.toContain(secret);
  }, 40_000);

  it('believes nobody who brings a token that the portal does not know, or none, or too much', async () => {
    const { acme, start, post } = await withoutTokens();
    const bot = await start();
    // Nobody outside says what is hidden in the log.
    expect(await post(event(acme.portal, 'ONAPPUNINSTALL', { application_token: 'was not believed' }))).toBe(403);
    expect(await post(event(acme.portal, 'ONAPPINSTALL', { access_token: 'made-up-token' }))).toBe(403);
    expect(bot.output()).toContain('an installation was not believed');
    expect(bot.output()).not.toContain('made-up-token');
    expect(await post(event(acme.portal, 'ONAPPINSTALL'))).toBe(429);
    expect(await post(event(acme.portal, 'ONAPPINSTALL'))).toBe(429);
    // Bitrix24 sends it no second time: whoever installs has to read that it came to nothing.
    expect(bot.output().match(/came too soon after another claim/g)).toHaveLength(1);
    expect(await post('event=ONAPPINSTALL')).toBe(400);
    expect(await post('{}')).toBe(400);
    expect(await post('x'.repeat(100_000))).toBe(413);
  });

  it('forgets the tokens when the application is removed, and only when the portal says so', async () => {
    const { acme, start, post } = await withoutTokens();
    const bot = await start();
    expect(await post(event(acme.portal, 'ONAPPINSTALL'))).toBe(200);
    expect(await post(event(acme.portal, 'ONAPPUNINSTALL', { application_token: 'made-up' }))).toBe(403);
    expect(await post(event(acme.portal, 'ONAPPUNINSTALL'))).toBe(200);
    expect(await post(event(acme.portal, 'ONAPPUNINSTALL'))).toBe(403);
    expect(bot.output()).toContain('removed from Bitrix24');
  });
});
