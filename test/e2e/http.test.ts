import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from './company.ts';

const OLD = 'the-old-signing-secret-0123456789';

describe('what comes to /slack/events', () => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company('http');
  });
  afterAll(() => acme.end());

  interface Sent {
    body: string | Buffer;
    secret?: string;
    age?: number;
    type?: string;
    headers?: Record<string, string>;
    method?: string;
  }

  /** Sends as Slack does, with whatever is wrong with it. */
  function send({ body, secret = acme.workspace.signingSecret, age = 0, type, headers, method = 'POST' }: Sent) {
    const seconds = Math.floor(Date.now() / 1000) - age;
    const signature = createHmac('sha256', secret).update(`v0:${seconds}:`).update(body).digest('hex');
    return new Promise<{ status: number; body: string }>((resolve, reject) => {
      const outgoing = request(
        acme.eventsUrl(),
        {
          method,
          headers: {
            'content-type': type ?? 'application/x-www-form-urlencoded',
            'x-slack-request-timestamp': String(seconds),
            'x-slack-signature': `v0=${signature}`,
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
  const help = () =>
    new URLSearchParams({
      command: '/b24notify',
      text: 'help',
      user_id: 'U1',
      team_id: 'T1',
      channel_id: 'C1',
      channel_name: 'x',
    }).toString();
  const works = async () => expect((await send({ body: help() })).status).toBe(200);

  it('is accepted, each time as a request of its own, with nothing in it but who, what and the command', async () => {
    const bare = (text: string) =>
      new URLSearchParams({ command: '/b24notify', text, user_id: acme.people.ivan.id }).toString();
    const bells = () => acme.portal.bell(15).map(({ text }) => text.split('\n').at(-1));
    expect((await send({ body: bare('b24:15 one') })).status).toBe(200);
    expect((await send({ body: bare('b24:15 two') })).status).toBe(200);
    await acme.portal.waitFor(() => bells().includes('two') && bells().includes('one'));
  });

  it('is answered when it is signed, with either secret while one is rotated', async () => {
    await works();
    const rotating = await company('http', { env: { SLACK_SIGNING_SECRET: `${acme.workspace.signingSecret},${OLD}` } });
    const before = acme;
    acme = rotating;
    try {
      expect((await send({ body: help(), secret: OLD })).status).toBe(200);
      expect((await send({ body: help(), secret: before.workspace.signingSecret })).status).toBe(200);
      expect((await send({ body: help(), secret: 'neither-of-them' })).status).toBe(401);
    } finally {
      acme = before;
      await rotating.end();
    }
  });

  it.each<[string, Partial<Sent>]>([
    ['a wrong secret', { secret: OLD }],
    ['a stale timestamp', { age: 301 }],
    ['a timestamp of the future', { age: -400 }],
    ['a timestamp that is none', { headers: { 'x-slack-request-timestamp': 'soon' } }],
    ['a signature of another length', { headers: { 'x-slack-signature': 'v0=abc' } }],
    ['no signature', { headers: { 'x-slack-signature': '' } }],
  ])('is refused with 401 for %s', async (_, wrong) => {
    expect((await send({ body: help(), ...wrong })).status).toBe(401);
    await works();
  });

  it.each<[string, number, Sent]>([
    ['garbage for JSON', 400, { body: '{"type":', type: 'application/json' }],
    ['JSON that is no object', 400, { body: '"hello"', type: 'application/json' }],
    ['a payload that is no JSON', 400, { body: 'payload=%7Bnope' }],
    ['nothing at all', 404, { body: '' }],
    ['bytes', 404, { body: Buffer.from([0, 255, 254, 10, 0]) }],
    ['an unknown command', 404, { body: 'command=%2Fother&text=x' }],
    [
      'a form nobody made',
      404,
      {
        body: `payload=${encodeURIComponent('{"type":"view_submission","user":{"id":"U1"},"view":{"callback_id":"x"}}')}`,
      },
    ],
    ['another verb', 404, { body: '', method: 'PUT' }],
    ['more than any payload of Slack', 413, { body: 'x'.repeat(5_000_000) }],
  ])('is refused for %s, and the bot lives on', async (_, status, sent) => {
    const answer = await send(sent).catch((error: Error) => ({ status: error.message, body: '' }));
    // Too large a body may be cut off while it is still being sent.
    expect([status, ...(status === 413 ? ['write EPIPE', 'read ECONNRESET', 'socket hang up'] : [])]).toContain(
      answer.status,
    );
    expect(answer.body).toBe(answer.status === 404 && sent.method === 'PUT' ? '{"error":"not found"}\n' : '');
    await works();
  });

  it('gives the challenge back, and answers the check of the certificate, signed or not', async () => {
    const challenge = await send({ body: '{"type":"url_verification","challenge":"abc"}', type: 'application/json' });
    expect(challenge).toEqual({ status: 200, body: '{"challenge":"abc"}' });
    expect((await send({ body: 'ssl_check=1&token=x' })).status).toBe(200);
    expect((await send({ body: 'ssl_check=1&token=x', headers: { 'x-slack-signature': 'v0=00' } })).status).toBe(200);
    expect(
      (await send({ body: '{"type":"url_verification","challenge":"abc"}', type: 'application/json', secret: OLD }))
        .status,
    ).toBe(401);
    expect((await send({ body: `ssl_check=1&${help()}`, secret: OLD })).body).toBe('');
  });
});
