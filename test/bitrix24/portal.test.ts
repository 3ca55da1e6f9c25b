import { describe, expect, it, onTestFinished } from 'vitest';
import { fixedToken } from '../../src/bitrix24/oauth.ts';
import { createPortal, type Portal } from '../../src/bitrix24/portal.ts';
import { answering, withJson, withPage } from './answering-server.ts';
import { everythingIn, failureOf } from './failing.ts';

const SECRET = 'MARKERSECRET';
const TOKEN = 'MARKERTOKEN';

function over(origin: string): Portal {
  const portal = createPortal({ mode: 'webhook', url: `${origin}/rest/1/${SECRET}/` });
  onTestFinished(() => portal.close());
  return portal;
}

describe('a call over a webhook', () => {
  it('is a POST of JSON to the method below the secret, with a User-Agent', async () => {
    const server = await answering(withJson({ result: true }));
    await over(server.origin).call('im.notify.delete', { ID: 5 });
    expect(server.heard).toMatchObject([
      {
        path: `/rest/1/${SECRET}/im.notify.delete`,
        headers: { 'content-type': 'application/json', 'user-agent': 'b24notify' },
        body: '{"ID":5}',
      },
    ]);
  });

  it('gives the answer as a map and in its parts', async () => {
    const raw = {
      result: [1],
      next: 50,
      total: '70',
      time: { duration: 0.05, operating: '1.5', operating_reset_at: 1760030000 },
    };
    const server = await answering(withJson(raw));
    expect(await over(server.origin).call('user.get')).toEqual({
      result: [1],
      next: 50,
      total: 70,
      time: { duration: 0.05, operating: 1.5, operatingResetAt: 1760030000_000 },
      raw,
    });
  });

  it.each([[[]], [null], [{ operating: {} }]])('does not stumble over a strange time: %j', async (time) => {
    const server = await answering(withJson({ result: 1, time }));
    expect(await over(server.origin).call('profile')).toMatchObject({ result: 1, time: {} });
  });

  it('keeps links that hold the secret inside the client', async () => {
    const link = `https://portal.example/rest/1/${SECRET}/download/?token=disk%7Cabc`;
    const server = await answering(withJson({ result: { ID: 5, DOWNLOAD_URL: link, text: `see ${link}` } }));
    const answer = await over(server.origin).call('disk.file.get', { id: 5 });
    expect(answer.result).toMatchObject({ ID: 5 });
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(JSON.stringify(answer)).not.toContain('disk%7Cabc');
  });

  it.each(['../../admin', 'a/b', 'profile?x=1', ''])('is not sent to a method that is no name: %j', async (method) => {
    const server = await answering(withJson({ result: true }));
    expect(await failureOf(over(server.origin).call(method))).toMatchObject({ failure: 'defect', code: 'METHOD_NAME' });
    expect(server.heard).toEqual([]);
  });

  it('tells a logger its secret once', async () => {
    const heard: string[] = [];
    const server = await answering(withJson({ result: true }));
    const url = `${server.origin}/rest/1/${SECRET}/`;
    const portal = createPortal({ mode: 'webhook', url }, { onSecret: (value) => heard.push(value) });
    onTestFinished(() => portal.close());
    await portal.call('profile');
    expect(heard).toEqual([SECRET]);
  });
});

describe('a call as an application', () => {
  it('carries the token in the body, never in the address', async () => {
    const server = await answering(withJson({ result: true }));
    const portal = createPortal({ mode: 'application', domain: server.origin, tokens: fixedToken(TOKEN) });
    onTestFinished(() => portal.close());
    await portal.call('im.notify.delete', { ID: 5, auth: 'overwritten' });
    expect(server.heard).toMatchObject([{ path: '/rest/im.notify.delete', body: `{"ID":5,"auth":"${TOKEN}"}` }]);
  });

  it('says what is missing when the only token has ended', async () => {
    const server = await answering(
      withJson({ error: 'expired_token', error_description: `The ${TOKEN} expired` }, 401),
    );
    const portal = createPortal({ mode: 'application', domain: server.origin, tokens: fixedToken(TOKEN) });
    onTestFinished(() => portal.close());
    const error = await failureOf(portal.call('profile'));
    expect(error).toMatchObject({ failure: 'credentials', advice: expect.stringContaining('BITRIX24_REFRESH_TOKEN') });
    expect(everythingIn(error)).not.toContain(TOKEN);
  });
});

describe('a refused call', () => {
  it('fails with what the portal said, where, and what to do', async () => {
    const raw = { error: 'insufficient_scope', error_description: 'The request requires higher privileges' };
    const server = await answering(withJson(raw, 403));
    const error = await failureOf(over(server.origin).call('im.notify.personal.add'));
    expect(error).toMatchObject({
      name: 'CredentialsError',
      message: `im.notify.personal.add at ${server.host} was refused with insufficient_scope: The request requires higher privileges.`,
      failure: 'credentials',
      code: 'insufficient_scope',
      method: 'im.notify.personal.add',
      host: server.host,
      status: 403,
      description: 'The request requires higher privileges',
      advice: expect.stringContaining('im, user_basic'),
      answer: raw,
    });
  });

  it('advises a new webhook when this one is unknown', async () => {
    const server = await answering(withJson({ error: 'INVALID_CREDENTIALS', error_description: 'Invalid' }, 401));
    const { advice } = await failureOf(over(server.origin).call('profile'));
    expect(advice).toContain('Create a new inbound webhook with the rights im, user_basic');
    expect(advice).toContain('BITRIX24_WEBHOOK_URL');
  });

  it('never shows a secret the portal repeats', async () => {
    const words = `No webhook ${SECRET} at https://portal.example/rest/1/${SECRET}/x?auth=${SECRET}`;
    const raw = { error: `BAD_${SECRET}`, error_description: words, [SECRET]: { deep: [SECRET] } };
    const server = await answering(withJson(raw, 400));
    expect(everythingIn(await failureOf(over(server.origin).call('profile')))).not.toContain(SECRET);
  });

  it.each([
    ['', 200, 'unknown', 'EMPTY_ERROR'],
    [null, 200, 'unknown', 'EMPTY_ERROR'],
    [[], 200, 'unknown', 'EMPTY_ERROR'],
    ['', 400, 'defect', 'EMPTY_ERROR'],
    [{ code: 'BITRIX_REST_V3_EXCEPTION_X', message: 'v3 words' }, 400, 'defect', 'BITRIX_REST_V3_EXCEPTION_X'],
    [401, 401, 'credentials', '401'],
  ] as const)('is a failure even with the odd error %j (HTTP %i)', async (error, status, failure, code) => {
    const server = await answering(withJson({ result: true, error }, status));
    expect(await failureOf(over(server.origin).call('profile'))).toMatchObject({ failure, code, status });
  });

  it('shortens what the portal says at length', async () => {
    const server = await answering(withJson({ error: 'X', error_description: 'a'.repeat(10_000) }, 400));
    expect((await failureOf(over(server.origin).call('profile'))).description?.length).toBeLessThan(600);
  });
});

describe('a limit', () => {
  it('ends when the work-time counter is reset', async () => {
    const time = { operating: 481, operating_reset_at: 1760030000 };
    const server = await answering(
      withJson({ error: 'OPERATION_TIME_LIMIT', error_description: 'Blocked', time }, 429),
    );
    expect(await failureOf(over(server.origin).call('user.get'))).toMatchObject({
      name: 'LimitedError',
      failure: 'limited',
      retryAt: 1760030000_000,
    });
  });

  it('ends when the top level of the answer says so', async () => {
    const server = await answering(withJson({ error: 'OPERATION_TIME_LIMIT', operating_reset_at: '1760030000' }, 429));
    expect(await failureOf(over(server.origin).call('user.get'))).toMatchObject({ retryAt: 1760030000_000 });
  });

  it('ends when a Retry-After header says so', async () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
    const server = await answering(withJson({ error: 'QUERY_LIMIT_EXCEEDED' }, 503, { 'retry-after': date }));
    expect(await failureOf(over(server.origin).call('profile'))).toMatchObject({ retryAt: Date.parse(date) });
  });

  it('of work time that tells no end is over when the next minute drops out', async () => {
    const server = await answering(withJson({ error: 'OPERATION_TIME_LIMIT', error_description: 'Blocked' }, 429));
    const before = Date.now();
    const { retryAt } = await failureOf(over(server.origin).call('user.get'));
    expect(retryAt).toBeGreaterThanOrEqual(before + 60_000);
    expect(retryAt).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it('may have no known end', async () => {
    const server = await answering(withJson({ error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many' }, 503));
    expect(await failureOf(over(server.origin).call('profile'))).toMatchObject({
      failure: 'limited',
      retryAt: undefined,
    });
  });

  it('is the only failure that ends by itself, whatever time the answer carries', async () => {
    const time = { operating: 0, operating_reset_at: 1760030000 };
    const server = await answering(withJson({ error: 'USER_ID_EMPTY', time }, 400));
    expect(await failureOf(over(server.origin).call('profile'))).toMatchObject({
      failure: 'recipient',
      retryAt: undefined,
    });
  });

  it('is one also without JSON', async () => {
    const server = await answering((_, response) => response.writeHead(429, { 'retry-after': '7' }).end('slow down'));
    const before = Date.now();
    const error = await failureOf(over(server.origin).call('profile'));
    expect(error).toMatchObject({ failure: 'limited', code: 'NOT_JSON' });
    expect(error.retryAt).toBeGreaterThanOrEqual(before + 7_000);
  });
});

describe('an answer that is not the portal speaking', () => {
  it.each([
    [200, 'unknown'],
    [502, 'unknown'],
    [503, 'unknown'],
    [403, 'credentials'],
    [404, 'credentials'],
    [413, 'content'],
  ] as const)('an HTML page with HTTP %i is %s, and its title is told', async (status, failure) => {
    const server = await answering(
      withPage(`<html><title>\n ${SECRET} Bad  Gateway</title><body>…</body></html>`, status),
    );
    const error = await failureOf(over(server.origin).call('profile'));
    expect(error).toMatchObject({ failure, code: 'NOT_JSON', status, description: '*** Bad Gateway' });
    expect(everythingIn(error)).not.toContain(SECRET);
  });

  it.each(['{"result":12', '', '[]', '"text"', 'null', '<b>Warning</b>: x {"result":5}'])(
    'half or foreign JSON proves nothing: %j',
    async (body) => {
      const server = await answering((_, response) => response.end(body));
      const error = await failureOf(over(server.origin).call('im.notify.personal.add'));
      expect(error).toMatchObject({ name: 'UnknownOutcomeError', failure: 'unknown', code: 'NOT_JSON' });
    },
  );

  it('a map without a result proves nothing', async () => {
    const server = await answering(withJson({ time: {} }));
    expect(await failureOf(over(server.origin).call('profile'))).toMatchObject({
      failure: 'unknown',
      code: 'NO_RESULT',
    });
  });

  it('a result together with a server error is not believed', async () => {
    const server = await answering(withJson({ result: 5 }, 500));
    expect(await failureOf(over(server.origin).call('profile'))).toMatchObject({
      failure: 'unknown',
      code: 'HTTP_500',
    });
  });

  it('reads JSON behind a byte order mark', async () => {
    const server = await answering((_, response) => response.end('\uFEFF{"result":5}'));
    expect(await over(server.origin).call('profile')).toMatchObject({ result: 5 });
  });
});
