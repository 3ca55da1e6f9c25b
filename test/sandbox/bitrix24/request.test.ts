import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { answered, ask, portalFor, post } from './asking.ts';

describe('a request', () => {
  it('may be JSON, a form with bracket keys, or a query string, with names in any case and .json after the method', async () => {
    const portal = await portalFor();
    await post(`${portal.webhookUrl}im.notify.personal.add.json`, { user_id: 1, Message: 'json' });
    await post(
      `${portal.webhookUrl}im.notify.personal.add`,
      'USER_ID=1&MESSAGE=form+%26+more&ATTACH[COLOR]=%23fff&ATTACH[BLOCKS][0][MESSAGE]=block',
      'application/x-www-form-urlencoded',
    );
    await fetch(`${portal.webhookUrl}im.notify.personal.add?USER_ID=1&MESSAGE=query`);
    await post(`${portal.webhookUrl}im.notify.personal.add?USER_ID=1&MESSAGE=query`, { MESSAGE: 'body wins' });
    expect(portal.bell(1)).toMatchObject([
      { text: 'json' },
      { text: 'form & more', attach: { COLOR: '#fff', BLOCKS: [{ MESSAGE: 'block' }] } },
      { text: 'query' },
      { text: 'body wins' },
    ]);
    expect(portal.requests[1]).toMatchObject({
      verb: 'POST',
      method: 'im.notify.personal.add',
      parameters: { USER_ID: '1', ATTACH: { BLOCKS: [{ MESSAGE: 'block' }] } },
      batched: false,
      userAgent: 'sandbox-test',
      contentType: 'application/x-www-form-urlencoded',
      status: 200,
    });
  });

  it('has no parameters when its JSON is broken or is no object', async () => {
    const portal = await portalFor();
    for (const body of ['{"USER_ID":1,"MESSAGE":"Hello"', '"text"', '', '{"USER_ID":1,"MESSAGE":"a\nb"}']) {
      expect(await post(`${portal.webhookUrl}im.notify.personal.add`, body)).toMatchObject({
        status: 400,
        body: { error: 'USER_ID_EMPTY' },
      });
    }
  });

  it('is read as a form when its type is not exactly that of JSON', async () => {
    const portal = await portalFor();
    const body = { USER_ID: 1, MESSAGE: 'Hello' };
    const send = (type: string) => post(`${portal.webhookUrl}im.notify.personal.add`, JSON.stringify(body), type);
    expect((await send('text/plain')).body.error).toBe('USER_ID_EMPTY');
    expect((await send('application/json; charset=utf-8')).body.result).toBeGreaterThan(0);
  });

  it('keeps only the first thousand variables of a form', async () => {
    const portal = await portalFor();
    const filler = Array.from({ length: 1000 }, (_, index) => `x${index}=1`).join('&');
    const type = 'application/x-www-form-urlencoded';
    const last = await post(`${portal.webhookUrl}im.notify.personal.add`, `${filler}&USER_ID=1&MESSAGE=Hello`, type);
    expect(last.body.error).toBe('USER_ID_EMPTY');
    const first = await post(`${portal.webhookUrl}im.notify.personal.add`, `USER_ID=1&MESSAGE=Hello&${filler}`, type);
    expect(first.body.result).toBeGreaterThan(0);
  });

  it('is refused without a User-Agent, and with other verbs than GET and POST', async () => {
    const portal = await portalFor();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(`${portal.webhookUrl}profile`, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.end();
    });
    expect(status).toBe(403);
    const put = await answered(await fetch(`${portal.webhookUrl}profile`, { method: 'PUT' }));
    expect(put.status).toBe(405);
  });

  it('is answered 404 for a method that does not exist', async () => {
    const portal = await portalFor();
    expect(await ask(portal, 'im.notify.please')).toMatchObject({
      status: 404,
      body: { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' },
    });
    expect((await ask(portal, 'toString')).status).toBe(404);
  });

  it('loses the top-level names that the portal keeps for itself', async () => {
    const portal = await portalFor();
    await ask(portal, 'scope', { state: 'x', start: 5, access_token: 'y', FULL: false });
    expect(portal.requests[0]?.parameters).toEqual({ FULL: false });
    expect(await ask(portal, 'scope', { token: 'z' })).toMatchObject({ status: 403, body: { error: 'ACCESS_DENIED' } });
  });
});
