import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { throwawayCertificate } from '../../bench/stand-ins/certificate.ts';
import type { SlackDownload } from '../../src/files/slack-bytes.ts';
import { createDownload } from '../../src/slack/download.ts';
import { answering } from '../bitrix24/answering-server.ts';

const TOKEN = 'xoxb-secret';
const download = createDownload({ botToken: TOKEN, hosts: ['127.0.0.1', 'slack.com'], stall: 500 });

const fetched = (url: string, { mimetype = 'application/pdf', size = 5 } = {}) => download({ url, mimetype, size }, {});

async function textOf(given: SlackDownload): Promise<string> {
  if (given.kind !== 'bytes') throw new Error(`no bytes, but ${given.kind}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of given.chunks) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
const LOGIN = '<!DOCTYPE html><html><title>Login | Slack</title>';

describe('fetching a file from Slack', () => {
  it('sends the token to the hosts of the list, and says who asks', async () => {
    const slack = await answering((_, response) => response.end('bytes'));
    expect(await textOf(await fetched(`${slack.origin}/files-pri/T1-F1/a.pdf`))).toBe('bytes');
    expect(slack.heard[0]?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'user-agent': 'b24notify' });
  });

  it.each([
    'http://files.slack.com/files-pri/T1-F1/a.pdf',
    'http://localhost:1/files-pri/a',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not an address',
    '',
  ])('never asks %s, where a secret would go in the open', async (url) => {
    expect(await fetched(url)).toMatchObject({ kind: 'not reached' });
  });

  it('does not follow where the token would go over plain http', async () => {
    const slack = await answering((_, response) =>
      response.writeHead(302, { location: 'http://elsewhere.example.com/files-pri/a' }).end(),
    );
    expect(await fetched(`${slack.origin}/files-pri/a`)).toMatchObject({ kind: 'not reached' });
  });

  it('does not send the token to a host that is not on the list', async () => {
    const elsewhere = await answering((_, response) => response.end('bytes'));
    const other = elsewhere.origin.replace('127.0.0.1', 'localhost');
    // Over http only a host of the list may be asked at all; so here the list has it, and Slack is the other one.
    const strict = createDownload({ botToken: TOKEN, hosts: ['localhost'], stall: 500 });
    const result = await strict({ url: `${elsewhere.origin}/files-pri/a`, mimetype: '', size: 5 }, {});
    expect(result.kind).toBe('not reached');
    expect(elsewhere.heard).toEqual([]);
    expect(await textOf(await strict({ url: `${other}/files-pri/a`, mimetype: '', size: 5 }, {}))).toBe('bytes');
    expect(elsewhere.heard).toHaveLength(1);
  });

  it('follows to another host over https, without the token', async () => {
    const { key, certificate } = throwawayCertificate();
    setDefaultCACertificates([...getCACertificates(), certificate]);
    const heard: IncomingHttpHeaders[] = [];
    const elsewhere = createServer({ key, cert: certificate }, (request, response) => {
      heard.push(request.headers);
      response.end('bytes');
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    onTestFinished(() => void elsewhere.close());
    const { port } = elsewhere.address() as AddressInfo;
    const slack = await answering((_, response) =>
      response.writeHead(302, { location: `https://127.0.0.1:${port}/edge/a` }).end(),
    );
    const strict = createDownload({ botToken: TOKEN, hosts: ['localhost'] });
    const url = `${slack.origin.replace('127.0.0.1', 'localhost')}/files-pri/a`;
    expect(await textOf(await strict({ url, mimetype: '', size: 5 }, {}))).toBe('bytes');
    expect(slack.heard[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(heard).toEqual([expect.not.objectContaining({ authorization: expect.anything() })]);
    expect(JSON.stringify(heard)).not.toContain(TOKEN);
    await strict.close();
  });

  it('gives up when one address leads to the next without an end', async () => {
    const slack = await answering((_, response) => response.writeHead(302, { location: '/files-pri/again' }).end());
    expect(await fetched(`${slack.origin}/files-pri/a`)).toMatchObject({ kind: 'not reached' });
    expect(slack.heard.length).toBeLessThan(10);
  });

  it('knows the login page by the way there', async () => {
    const slack = await answering(({ path }, response) => {
      if (path.startsWith('/files-pri')) response.writeHead(302, { location: '/?redir=%2Ffiles-pri' }).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end(LOGIN);
    });
    expect(await fetched(`${slack.origin}/files-pri/a`, { mimetype: 'text/html', size: LOGIN.length })).toEqual({
      kind: 'login page',
    });
  });

  it.each([
    ['its type, for a file that is none', 'application/pdf', 5, { 'content-type': 'text/html; charset=utf-8' }],
    ['its length, for a file that is HTML', 'text/html', 5, { 'content-type': 'text/html' }],
    ['its first words, under another type', 'application/pdf', 5, { 'content-type': 'application/octet-stream' }],
    ['its header', 'text/html', LOGIN.length, { 'content-type': 'text/html', 'x-slack-meta': 'acl_fail' }],
  ])('knows the login page by %s', async (_, mimetype, size, headers) => {
    const slack = await answering((__, response) => response.writeHead(200, headers).end(LOGIN));
    expect(await fetched(`${slack.origin}/files-pri/a`, { mimetype, size })).toEqual({ kind: 'login page' });
  });

  it('takes a page that is the file itself', async () => {
    const slack = await answering((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': LOGIN.length }).end(LOGIN),
    );
    const page = await fetched(`${slack.origin}/files-pri/a`, { mimetype: 'text/html', size: LOGIN.length });
    expect(await textOf(page)).toBe(LOGIN);
    const code = await answering((_, response) =>
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': LOGIN.length }).end(LOGIN),
    );
    const snippet = await fetched(`${code.origin}/files-pri/a`, { mimetype: 'text/plain', size: LOGIN.length });
    expect(await textOf(snippet)).toBe(LOGIN);
  });

  it('ends with an error when the line breaks or stands still, not with half of the file', async () => {
    const cut = await answering((_, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('12345', () => response.destroy());
    });
    await expect(fetched(`${cut.origin}/files-pri/a`, { size: 10 }).then(textOf)).rejects.toThrow();
    const still = await answering((_, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('12345');
    });
    await expect(fetched(`${still.origin}/files-pri/a`, { size: 10 }).then(textOf)).rejects.toThrow();
  });
});
