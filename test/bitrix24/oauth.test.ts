import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTokenSource, type TokenKeep, type TokenSourceOptions } from '../../src/bitrix24/oauth.ts';
import { createPortal } from '../../src/bitrix24/portal.ts';
import { readTokens, type Tokens } from '../../src/bitrix24/tokens.ts';
import { answering, type Heard, withJson, withPage } from './answering-server.ts';
import { everythingIn, failureOf } from './failing.ts';

const client = { id: 'local.app', secret: 'MARKERCLIENT' };
const initial: Tokens = { accessToken: 'MARKERACCESS1', refreshToken: 'MARKERREFRESH1' };

/** An authorization server that knows one refresh token at a time. */
function renewing() {
  let round = 1;
  return (heard: Heard, response: ServerResponse) => {
    const form = new URLSearchParams(heard.body);
    if (form.get('refresh_token') !== `MARKERREFRESH${round}`)
      return withJson({ error: 'invalid_grant' }, 400)(heard, response);
    round += 1;
    const fresh = { access_token: `MARKERACCESS${round}`, refresh_token: `MARKERREFRESH${round}`, expires_in: 3600 };
    return withJson(fresh)(heard, response);
  };
}

async function source(
  answer: (heard: Heard, response: ServerResponse) => void,
  more: Partial<TokenSourceOptions> = {},
) {
  const server = await answering(answer);
  const tokens = createTokenSource({ initial, client, oauthUrl: `${server.origin}/oauth/token/`, ...more });
  return { server, tokens };
}

function memory(first?: Tokens): TokenKeep & { tokens: Tokens | undefined } {
  return {
    tokens: first,
    async load() {
      return this.tokens;
    },
    async save(tokens) {
      this.tokens = tokens;
    },
  };
}

describe('renewing tokens', () => {
  it('asks with a form body, so that no secret stands in an address', async () => {
    const { server, tokens } = await source(renewing());
    expect(await tokens.renew(initial)).toMatchObject({ accessToken: 'MARKERACCESS2', refreshToken: 'MARKERREFRESH2' });
    expect(server.heard).toMatchObject([
      { path: '/oauth/token/', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ]);
    expect(Object.fromEntries(new URLSearchParams(server.heard[0]?.body))).toEqual({
      grant_type: 'refresh_token',
      client_id: client.id,
      client_secret: client.secret,
      refresh_token: 'MARKERREFRESH1',
    });
  });

  it('offers a token that is spent again only after ten minutes, and another one at once', async () => {
    let at = 0;
    const keep = memory();
    const { server, tokens } = await source(withJson({ error: 'invalid_grant' }, 400), { keep, now: () => at });
    const refused = async (pair: Tokens) => (await failureOf(tokens.renew(pair))).code;
    expect([await refused(initial), await refused(initial), server.heard.length]).toEqual([
      'invalid_grant',
      'invalid_grant',
      1,
    ]);
    const installed: Tokens = { accessToken: 'MARKERACCESS9', refreshToken: 'MARKERREFRESH9' };
    await keep.save(installed);
    await tokens.current();
    expect([await refused(installed), server.heard.length]).toEqual(['invalid_grant', 2]);
    at = 10 * 60_000;
    expect([await refused(installed), server.heard.length]).toEqual(['invalid_grant', 3]);
  });

  it('offers it again at once where it was refused for another reason', async () => {
    const { server, tokens } = await source(withJson({ error: 'PAYMENT_REQUIRED' }, 402));
    await failureOf(tokens.renew(initial));
    await failureOf(tokens.renew(initial));
    expect(server.heard).toHaveLength(2);
  });

  it('happens once for parallel expiries, and not again for a latecomer', async () => {
    const { server, tokens } = await source(renewing());
    const stale = await tokens.current();
    const pairs = await Promise.all([tokens.renew(stale), tokens.renew(stale), tokens.renew(stale)]);
    pairs.push(await tokens.renew(stale));
    expect(new Set(pairs.map((pair) => pair.accessToken))).toEqual(new Set(['MARKERACCESS2']));
    expect(server.heard).toHaveLength(1);
  });

  it('saves a new pair before anybody gets it', async () => {
    const order: string[] = [];
    const keep = memory();
    const slow: TokenKeep = {
      load: () => keep.load(),
      async save(tokens) {
        await new Promise((resolve) => setImmediate(resolve));
        await keep.save(tokens);
        order.push('saved');
      },
    };
    const { tokens } = await source(renewing(), { keep: slow });
    await tokens.renew(initial).then(() => order.push('given'));
    expect(order).toEqual(['saved', 'given']);
    expect(keep.tokens).toMatchObject({ accessToken: 'MARKERACCESS2' });
  });

  it('does not lose a pair that could not be saved', async () => {
    const keep = memory();
    const save = keep.save.bind(keep);
    keep.save = async () => {
      throw new Error('disk full');
    };
    const { server, tokens } = await source(renewing(), { keep });
    await expect(tokens.renew(initial)).rejects.toThrow('disk full');
    expect(await tokens.current()).toEqual(initial);
    keep.save = save;
    expect(await tokens.renew(initial)).toMatchObject({ accessToken: 'MARKERACCESS2' });
    expect(keep.tokens).toMatchObject({ accessToken: 'MARKERACCESS2' });
    expect(server.heard).toHaveLength(1);
  });

  it('begins with the kept pair', async () => {
    const { tokens } = await source(renewing(), { keep: memory({ accessToken: 'KEPT' }) });
    expect(await tokens.current()).toEqual({ accessToken: 'KEPT' });
  });

  it('uses the pair another copy has left instead of spending its own', async () => {
    const keep = memory();
    const { server, tokens } = await source(renewing(), { keep });
    const stale = await tokens.current();
    keep.tokens = { accessToken: 'OTHER', refreshToken: 'OTHERREFRESH' };
    expect(await tokens.renew(stale)).toEqual(keep.tokens);
    expect(server.heard).toEqual([]);
  });

  it('uses the pair another copy leaves while ours is being refused', async () => {
    const keep = memory();
    const { tokens } = await source(
      (heard, response) => {
        keep.tokens = { accessToken: 'OTHER' };
        withJson({ error: 'invalid_grant' }, 400)(heard, response);
      },
      { keep },
    );
    expect(await tokens.renew(initial)).toEqual({ accessToken: 'OTHER' });
  });

  it('runs alone where the keep can see to it', async () => {
    const order: string[] = [];
    const keep: TokenKeep = {
      ...memory(),
      async exclusively(work) {
        order.push('locked');
        const done = await work();
        order.push('free');
        return done;
      },
      load: async () => undefined,
      async save() {
        order.push('saved');
      },
    };
    const { tokens } = await source(renewing(), { keep });
    await tokens.renew(initial);
    expect(order).toEqual(['locked', 'saved', 'free']);
  });

  it('tries the pair from the settings once when the kept one is dead', async () => {
    const keep = memory({ accessToken: 'DEAD', refreshToken: 'DEADREFRESH' });
    const { server, tokens } = await source(renewing(), { keep });
    expect(await tokens.renew(await tokens.current())).toMatchObject({ accessToken: 'MARKERACCESS2' });
    expect(server.heard).toHaveLength(2);
  });

  it('does not knock with the pair from the settings again and again', async () => {
    const keep = memory({ accessToken: 'DEAD', refreshToken: 'DEADREFRESH' });
    let at = 0;
    const { server, tokens } = await source(withJson({ error: 'invalid_grant' }, 400), { keep, now: () => at });
    const stale = await tokens.current();
    for (const asked of [2, 3, 4]) {
      expect(await failureOf(tokens.renew(stale))).toMatchObject({ failure: 'credentials', code: 'invalid_grant' });
      expect(server.heard).toHaveLength(asked);
      at += 10 * 60_000;
    }
  });
});

describe('a pair that the portal does not know', () => {
  const dead: Tokens = { accessToken: 'DEAD', refreshToken: 'DEADREFRESH' };

  it('gives way to what somebody has left in the store, without a renewal', async () => {
    const keep = memory(dead);
    const { server, tokens } = await source(renewing(), { keep });
    await tokens.current();
    keep.tokens = { accessToken: 'INSTALLED', expiresAt: 1 };
    expect(await tokens.instead(dead)).toEqual(keep.tokens);
    expect(await tokens.current()).toEqual(keep.tokens);
    expect(server.heard).toEqual([]);
  });

  it('gives way to the pair of the settings once', async () => {
    const keep = memory(dead);
    const { server, tokens } = await source(renewing(), { keep });
    const [one, other] = await Promise.all([tokens.instead(dead), tokens.instead(dead)]);
    expect([one?.accessToken, other?.accessToken]).toEqual(['MARKERACCESS2', 'MARKERACCESS2']);
    expect(keep.tokens).toMatchObject({ accessToken: 'MARKERACCESS2' });
    expect(await tokens.instead(keep.tokens ?? dead)).toBeUndefined();
    expect(server.heard).toHaveLength(1);
  });

  it('stays where the one of the settings is used up, and nobody asks again', async () => {
    const keep = memory(dead);
    const { server, tokens } = await source(withJson({ error: 'invalid_grant' }, 400), { keep });
    expect([await tokens.instead(dead), await tokens.instead(dead)]).toEqual([undefined, undefined]);
    expect(keep.tokens).toEqual(dead);
    expect(server.heard).toHaveLength(1);
  });

  it('tries the one of the settings again when the authorization server was only silent', async () => {
    let down = true;
    const answer = renewing();
    const { tokens } = await source(
      (heard, response) => (down ? withPage('<title>502</title>', 502)(heard, response) : answer(heard, response)),
      { keep: memory(dead) },
    );
    expect(await failureOf(tokens.instead(dead))).toMatchObject({ failure: 'not sent' });
    down = false;
    expect(await tokens.instead(dead)).toMatchObject({ accessToken: 'MARKERACCESS2' });
  });
});

describe('a store that does not answer for a while', () => {
  it('stops nobody whose token is still good', async () => {
    const keep = memory({ accessToken: 'KEPT' });
    const { tokens } = await source(renewing(), { keep });
    expect(await tokens.current()).toEqual({ accessToken: 'KEPT' });
    keep.load = () => Promise.reject(new Error('gone'));
    expect(await tokens.current()).toEqual({ accessToken: 'KEPT' });
  });
});

describe('tokens that can not be renewed', () => {
  it.each([
    ['invalid_grant', 400],
    ['invalid_client', 401],
    ['PAYMENT_REQUIRED', 402],
    ['insufficient_scope', 403],
    ['something_new', 400],
  ])('are a matter of credentials: %s', async (error, status) => {
    const words = `bad MARKERREFRESH1 for MARKERCLIENT and MARKERACCESS1`;
    const { tokens } = await source(withJson({ error, error_description: words }, status));
    const failure = await failureOf(tokens.renew(await tokens.current()));
    expect(failure).toMatchObject({ failure: 'credentials', code: error, status, method: 'oauth.token' });
    expect(everythingIn(failure)).not.toContain('MARKER');
  });

  it.each([
    ['no refresh token', { initial: { accessToken: 'A' } }, 'NO_REFRESH_TOKEN'],
    ['an address everybody can listen to', { oauthUrl: 'http://oauth.example/' }, 'OAUTH_ADDRESS'],
  ])('are a matter of credentials without asking: %s', async (_, more, code) => {
    const { server, tokens } = await source(renewing(), more);
    expect(await failureOf(tokens.renew(await tokens.current()))).toMatchObject({ failure: 'credentials', code });
    expect(server.heard).toEqual([]);
  });

  it('are a matter of credentials when there never were any', async () => {
    const tokens = createTokenSource({ client });
    expect(await failureOf(tokens.current())).toMatchObject({ failure: 'credentials', code: 'NOT_INSTALLED' });
  });
});

describe('an authorization server in trouble', () => {
  it.each([
    ['a page', withPage('<title>502</title>', 502)],
    ['a page with 200', withPage('<title>Hello</title>', 200)],
    ['an answer without tokens', withJson({ ok: true })],
    ['its own error', withJson({ error: 'INTERNAL_SERVER_ERROR' }, 500)],
    ['a cut line', (_: Heard, response: ServerResponse) => response.destroy()],
  ])('means that the call was not made: %s', async (_, answer) => {
    const { tokens } = await source(answer);
    const failure = await failureOf(tokens.renew(await tokens.current()));
    expect(failure.failure).toBe('not sent');
    expect(failure.advice).not.toContain('whether it arrived');
    expect(everythingIn(failure)).not.toContain('MARKER');
  });

  it('may ask for patience', async () => {
    const { tokens } = await source(withJson({ error: 'QUERY_LIMIT_EXCEEDED' }, 503));
    expect(await failureOf(tokens.renew(initial))).toMatchObject({ failure: 'limited' });
  });
});

describe('a portal with renewed tokens', () => {
  it('repeats what was refused for an old token, once, and tells a logger each secret', async () => {
    const portalServer = await answering((heard, response) => {
      const { auth } = JSON.parse(heard.body);
      const good = auth === 'MARKERACCESS2';
      withJson(good ? { result: true } : { error: 'expired_token' }, good ? 200 : 401)(heard, response);
    });
    const { server, tokens } = await source(renewing());
    const secrets: string[] = [];
    const portal = createPortal(
      { mode: 'application', domain: portalServer.origin, tokens },
      { onSecret: (value) => secrets.push(value) },
    );
    onTestFinished(() => portal.close());
    const answers = await Promise.all([portal.call('a'), portal.call('b'), portal.call('c')]);
    expect(answers.map((answer) => answer.result)).toEqual([true, true, true]);
    expect(server.heard).toHaveLength(1);
    expect(portalServer.heard).toHaveLength(6);
    expect(secrets).toEqual(['MARKERACCESS1', 'MARKERREFRESH1', 'MARKERACCESS2', 'MARKERREFRESH2']);
  });

  it('gives up when the new token is refused too', async () => {
    const portalServer = await answering(withJson({ error: 'invalid_token', error_description: 'MARKERACCESS2' }, 401));
    const { tokens } = await source(renewing());
    const portal = createPortal({ mode: 'application', domain: portalServer.origin, tokens });
    onTestFinished(() => portal.close());
    const failure = await failureOf(portal.call('profile'));
    expect(failure).toMatchObject({ failure: 'credentials', code: 'invalid_token' });
    expect(portalServer.heard).toHaveLength(2);
    expect(everythingIn(failure)).not.toContain('MARKER');
  });

  it('has sent nothing when the store of the tokens fails', async () => {
    const tokens = {
      current: () => Promise.reject(new Error('database is gone, MARKER auth=MARKER')),
      renew: () => Promise.reject(new Error('not reached')),
      instead: () => Promise.reject(new Error('not reached')),
    };
    const portal = createPortal({ mode: 'application', domain: 'portal.example', tokens });
    onTestFinished(() => portal.close());
    expect(await failureOf(portal.call('profile'))).toMatchObject({ failure: 'not sent', code: 'NO_TOKENS' });
  });
});

describe('reading tokens', () => {
  it('takes the answer of the authorization server', () => {
    const answer = {
      access_token: 'a',
      refresh_token: 'r',
      expires: 1760003600,
      member_id: 'm',
      client_endpoint: 'https://portal.example/rest/',
      scope: 'im,user_basic',
      status: 'L',
    };
    expect(readTokens(answer, 0)).toEqual({
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: 1760003600_000,
      memberId: 'm',
      clientEndpoint: 'https://portal.example/rest/',
      scope: 'im,user_basic',
    });
  });

  it('counts the life time from our own clock, also from the strings of a form', () => {
    expect(readTokens({ access_token: 'a', expires_in: '3600', expires: 5 }, 1_000)).toEqual({
      accessToken: 'a',
      expiresAt: 3_601_000,
    });
  });

  it.each([null, {}, { access_token: '' }, [], 'text'])('knows when there are none: %j', (answer) => {
    expect(readTokens(answer, 0)).toBeUndefined();
  });
});
