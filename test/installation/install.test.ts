import { describe, expect, it, onTestFinished } from 'vitest';
import { startPortal } from '../../sandbox/bitrix24/portal.ts';
import { startServer } from '../../src/http/server.ts';
import { INSTALL_PATH, installRoute } from '../../src/installation/install-route.ts';
import { createLog } from '../../src/log/log.ts';
import { createRedaction } from '../../src/log/redaction.ts';
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

  it('believes no token of another portal, nor one of another application of its own portal', async () => {
    const { acme, settings, start, post } = await withoutTokens();
    const other = await startPortal();
    onTestFinished(() => other.stop());
    const bot = await start();
    expect(await post(event(other, 'ONAPPINSTALL', { domain: new URL(acme.portal.url).host }))).toBe(403);
    await bot.stop();
    Object.assign(settings, { BITRIX24_CLIENT_ID: 'local.another' });
    const misled = await start();
    expect(await post(event(acme.portal, 'ONAPPINSTALL'))).toBe(403);
    expect(misled.output()).toContain('another application than BITRIX24_CLIENT_ID');
    for (const secret of [...other.tokens.everIssued, ...acme.portal.tokens.everIssued])
      expect(bot.output() + misled.output()).not.toContain(secret);
  }, 30_000);

  it('says what is to be ticked where Bitrix24 opens it as a page instead, once in the log', async () => {
    const { acme, start, post } = await withoutTokens();
    const bot = await start();
    const { accessToken, refreshToken, memberId } = acme.portal.application;
    const page = new URLSearchParams({ AUTH_ID: accessToken, REFRESH_ID: refreshToken, member_id: memberId });
    expect([await post(page), await post(page)]).toEqual([400, 400]);
    expect(bot.output().match(/tick \\"Uses API only/g)).toHaveLength(1);
    for (const secret of [accessToken, refreshToken]) expect(bot.output()).not.toContain(secret);
  });

  it('says that it has to be done again where the tokens could not be stored', async () => {
    const portal = await startPortal();
    onTestFinished(() => portal.stop());
    const lines: string[] = [];
    const log = createLog('info', createRedaction([]), { write: (line: string) => lines.push(line) > 0 });
    const { domain, clientId } = portal.application;
    const keep = {
      install: () => Promise.reject(new Error('the disk is full')),
      applicationToken: async () => undefined,
      forget: async () => {},
    };
    const ignored = { onSecret: () => {}, onInstalled: () => {}, onRemoved: () => {} };
    const route = installRoute({ domain, clientId, keep, log, ...ignored });
    const server = await startServer({ host: '127.0.0.1', port: 0 }, { [`POST ${INSTALL_PATH}`]: route }, log);
    onTestFinished(() => server.stop());
    const body = event(portal, 'ONAPPINSTALL');
    expect((await fetch(`http://127.0.0.1:${server.port}${INSTALL_PATH}`, { method: 'POST', body })).status).toBe(503);
    expect(lines.join()).toContain('reinstall it in Bitrix24 once the store works');
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
