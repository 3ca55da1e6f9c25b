import { describe, expect, it, onTestFinished } from 'vitest';
import { createPortal, type Portal, type PortalOptions } from '../../src/bitrix24/portal.ts';
import { readRedirect } from '../../src/bitrix24/redirect.ts';
import { type AnsweringServer, answering, type Heard, withJson, withPage } from './answering-server.ts';
import { everythingIn, failureOf } from './failing.ts';

const SECRET = 'MARKERSECRET';

function over(origin: string, options?: PortalOptions): Portal {
  const portal = createPortal({ mode: 'webhook', url: `${origin}/rest/1/${SECRET}/` }, options);
  onTestFinished(() => portal.close());
  return portal;
}

function movedTo(target: (heard: Heard) => string, status: number): Promise<AnsweringServer> {
  return answering((heard, response) => response.writeHead(status, { location: target(heard) }).end());
}

describe('a renamed portal', () => {
  it.each([301, 302, 307, 308])(
    'gets the same POST at its new host, and later ones at once (HTTP %i)',
    async (status) => {
      const renamed = await answering(withJson({ result: 7 }));
      const old = await movedTo(({ path }) => renamed.origin + path, status);
      const moves: string[] = [];
      const portal = over(old.origin, { onMoved: (host) => moves.push(host) });
      expect(await portal.call('im.notify.personal.add', { USER_ID: 1 })).toMatchObject({ result: 7 });
      expect(await portal.call('profile')).toMatchObject({ result: 7 });
      expect(old.heard).toHaveLength(1);
      expect(renamed.heard).toMatchObject([
        { path: `/rest/1/${SECRET}/im.notify.personal.add`, body: '{"USER_ID":1}' },
        { path: `/rest/1/${SECRET}/profile` },
      ]);
      expect(portal.host).toBe(renamed.host);
      expect(moves).toEqual([renamed.host]);
    },
  );

  it('is remembered only when a portal answers there', async () => {
    const stranger = await answering(withPage('<title>Hello</title>'));
    const old = await movedTo(({ path }) => stranger.origin + path, 302);
    const portal = over(old.origin);
    expect(await failureOf(portal.call('profile'))).toMatchObject({ failure: 'unknown', code: 'NOT_JSON' });
    expect(portal.host).toBe(old.host);
  });

  it('ends when it leads round in a circle', async () => {
    const hosts: string[] = [];
    const one = await movedTo(({ path }) => hosts[1] + path, 302);
    const two = await movedTo(({ path }) => hosts[0] + path, 302);
    hosts.push(one.origin, two.origin);
    expect(await failureOf(over(one.origin).call('profile'))).toMatchObject({ code: 'REDIRECTED' });
    expect(one.heard.length + two.heard.length).toBeLessThan(6);
  });
});

describe('any other redirect', () => {
  it.each([
    ['a login page', ({ path }: Heard) => `https://portal.example/auth/?back=${path}`],
    ['the same place again', ({ path }: Heard) => path],
    ['plain http on the net', ({ path }: Heard) => `http://portal.example${path}`],
    ['nowhere', () => 'http://'],
  ])('is a matter of the address and is not followed: %s', async (_, target) => {
    const server = await movedTo(target, 302);
    const error = await failureOf(over(server.origin).call('profile'));
    expect(error).toMatchObject({
      failure: 'credentials',
      code: 'REDIRECTED',
      status: 302,
      advice: expect.stringContaining('address'),
    });
    expect(server.heard).toHaveLength(1);
    expect(everythingIn(error)).not.toContain(SECRET);
  });

  it('never leads from https to http, not even on this machine', () => {
    const asked = new URL('https://portal.example/rest/1/s/profile');
    expect(readRedirect(asked, 302, 'http://127.0.0.1/rest/1/s/profile').kind).toBe('elsewhere');
    expect(readRedirect(asked, 302, 'https://new.example/rest/1/s/profile').kind).toBe('moved');
    expect(readRedirect(asked, 303, 'https://new.example/rest/1/s/profile').kind).toBe('elsewhere');
  });
});
