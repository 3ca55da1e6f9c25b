import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SandboxPortal } from '../../sandbox/bitrix24/portal.ts';
import { portalTokens } from '../../src/store/portal-tokens.ts';
import { connectStore } from '../../src/store/store.ts';
import { b24notify, emptyFolder, portalWithAnn } from './command-line.ts';

const hello = (user: number) => ['send', '--user', `${user}`, '--text', 'Hello'];

function applicationEnv(portal: SandboxPortal): Record<string, string> {
  const { domain, accessToken, refreshToken, clientId, clientSecret, oauthUrl } = portal.application;
  return {
    BITRIX24_DOMAIN: domain,
    BITRIX24_ACCESS_TOKEN: accessToken,
    BITRIX24_REFRESH_TOKEN: refreshToken,
    BITRIX24_CLIENT_ID: clientId,
    BITRIX24_CLIENT_SECRET: clientSecret,
    BITRIX24_OAUTH_URL: oauthUrl,
  };
}

/** The tokens as the bot would find them in its store. */
async function kept(path: string, portal: SandboxPortal) {
  const store = await connectStore({ kind: 'sqlite', path });
  const tokens = await portalTokens(store, new URL(portal.url).host).load();
  await store.destroy();
  return tokens;
}

describe("without --url, the environment's portal", () => {
  it("is the webhook of .env, with nothing of Slack's set", async () => {
    const { portal, ann } = await portalWithAnn();
    const folder = await emptyFolder({ '.env': `BITRIX24_WEBHOOK_URL=${portal.webhookUrl}\nSLACK_BOT_TOKEN=wrong\n` });
    expect(await b24notify(hello(ann), { folder })).toMatchObject({ code: 0 });
    expect(portal.bell(ann)).toHaveLength(1);
  });

  it('is the application, and an old token is renewed and left in the store for the bot', async () => {
    const { portal, ann } = await portalWithAnn();
    const folder = await emptyFolder();
    const env = applicationEnv(portal);
    portal.tokens.expireAccess();
    expect(await b24notify(hello(ann), { folder, env })).toMatchObject({ code: 0 });
    const { accessToken, refreshToken } = portal.application;
    expect(await kept(join(folder, 'data/b24notify.sqlite'), portal)).toMatchObject({ accessToken, refreshToken });
    expect(await b24notify(hello(ann), { folder, env })).toMatchObject({ code: 0 });
    expect(portal.requests.filter(({ method }) => method === 'oauth/token')).toHaveLength(1);
    expect(portal.bell(ann)).toHaveLength(2);
  });

  it('renews an old token once, however many processes need it at the same moment', async () => {
    const { portal, ann } = await portalWithAnn();
    const folder = await emptyFolder();
    const env = applicationEnv(portal);
    portal.tokens.expireAccess();
    // So that every process asks while the first one renews.
    portal.misbehave({ on: 'oauth/token', do: { kind: 'delay', ms: 3000, when: 'before' }, times: 1 });
    const ended = await Promise.all([1, 2, 3].map(() => b24notify(hello(ann), { folder, env })));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(portal.requests.filter(({ method }) => method === 'oauth/token')).toHaveLength(1);
    expect(portal.bell(ann)).toHaveLength(3);
  });

  it("goes on with the store's tokens where the first ones are long spent", async () => {
    const { portal, ann } = await portalWithAnn();
    const folder = await emptyFolder();
    const path = join(folder, 'store.sqlite');
    const env = { ...applicationEnv(portal), DATABASE_URL: `sqlite:${path}` };
    const store = await connectStore({ kind: 'sqlite', path });
    const { accessToken, refreshToken } = portal.application;
    await portalTokens(store, new URL(portal.url).host).save({ accessToken, refreshToken });
    await store.destroy();
    const spent = { BITRIX24_ACCESS_TOKEN: 'longspenttoken', BITRIX24_REFRESH_TOKEN: 'longspentrefresh' };
    portal.tokens.expireAccess();
    expect(await b24notify(hello(ann), { folder, env: { ...env, ...spent } })).toMatchObject({ code: 0 });
    const renewed = portal.application;
    expect(renewed.refreshToken).not.toBe(refreshToken);
    expect(await kept(path, portal)).toMatchObject({
      accessToken: renewed.accessToken,
      refreshToken: renewed.refreshToken,
    });
  });

  it('makes no store while no token is renewed, nor for a dry run', async () => {
    const { portal, ann } = await portalWithAnn();
    const folder = await emptyFolder();
    const env = applicationEnv(portal);
    expect(await b24notify(hello(ann), { folder, env })).toMatchObject({ code: 0 });
    const requests = portal.requests.length;
    portal.tokens.expireAccess();
    expect(await b24notify([...hello(ann), '--dry-run'], { folder, env })).toMatchObject({ code: 0 });
    expect(portal.requests).toHaveLength(requests);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('costs no token where the store can not be written', async () => {
    const { portal, ann } = await portalWithAnn();
    const folder = await emptyFolder({ blocked: 'a file where the folder should be' });
    const before = portal.application.refreshToken;
    portal.tokens.expireAccess();
    const env = { ...applicationEnv(portal), DATABASE_URL: 'sqlite:./blocked/store.sqlite' };
    const ended = await b24notify(hello(ann), { folder, env });
    expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('DATABASE_URL') });
    expect(portal.application.refreshToken).toBe(before);
  });

  it('is not asked when the store is there but can not be opened', async () => {
    const { portal, ann } = await portalWithAnn();
    const folder = await emptyFolder();
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data/b24notify.sqlite'), 'this is no database, '.repeat(100));
    const ended = await b24notify(hello(ann), { folder, env: applicationEnv(portal) });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('store') });
    expect(portal.requests).toEqual([]);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['nothing is set', {}, ['BITRIX24_WEBHOOK_URL is missing']],
    [
      'much is wrong',
      { BITRIX24_DOMAIN: 'http://MARKERSECRET1.example', BITRIX24_RATE: 'fast', BITRIX24_OAUTH_URL: 'MARKERSECRET2' },
      ['BITRIX24_DOMAIN', 'BITRIX24_RATE', 'BITRIX24_OAUTH_URL'],
    ],
    [
      'the store is none',
      {
        BITRIX24_DOMAIN: 'portal.example',
        BITRIX24_ACCESS_TOKEN: 'MARKERSECRET5',
        DATABASE_URL: 'mysql://me:MARKERSECRET3@db.example/x',
      },
      ['DATABASE_URL is neither'],
    ],
    [
      'there are no tokens',
      { BITRIX24_DOMAIN: 'portal.example', BITRIX24_CLIENT_ID: 'local.1', BITRIX24_CLIENT_SECRET: 'MARKERSECRET4' },
      ['has no tokens to begin with'],
    ],
    [
      'there can never be tokens',
      { BITRIX24_DOMAIN: 'portal.example' },
      ['BITRIX24_CLIENT_ID is missing', 'BITRIX24_CLIENT_SECRET is missing'],
    ],
  ])('is refused when %s, with every problem at once', async (_, env, sentences) => {
    const ended = await b24notify(hello(1), { folder: await emptyFolder(), env });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    for (const sentence of sentences) expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).not.toMatch(/MARKERSECRET|\n {4}at /);
  });

  it('is left alone when --url names another', async () => {
    const { portal, ann } = await portalWithAnn();
    const env = { BITRIX24_WEBHOOK_URL: 'nonsense', BITRIX24_RATE: 'fast' };
    expect(await b24notify([...hello(ann), '--url', portal.webhookUrl], { env })).toMatchObject({ code: 0 });
  });
});
