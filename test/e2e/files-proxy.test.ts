import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { NewFile } from '../../sandbox/slack/files/store.ts';
import type { Misbehaviour } from '../../sandbox/slack/misbehaviour.ts';
import type { WorkspaceOptions } from '../../sandbox/slack/workspace.ts';
import { type Company, company } from './company.ts';

const PUBLIC_URL = 'http://127.0.0.1:9/bot';
let acme: Company;
afterEach(() => acme.end());

const entry = z.object({ NAME: z.string(), LINK: z.string(), PREVIEW: z.string().optional() });
const linksOf = (person: number) =>
  (acme.portal.bell(person).at(-1)?.attach?.BLOCKS ?? []).flatMap((block) =>
    z.array(entry).parse(block.IMAGE ?? block.FILE),
  );
/** The bot's own address in place of the one that the world sees. */
const local = (link: string | undefined) => `${new URL(acme.eventsUrl()).origin}${link?.slice(PUBLIC_URL.length)}`;

async function pass(
  files: readonly NewFile[],
  env: Record<string, string> = {},
  workspace: WorkspaceOptions = {},
  atSlack?: Misbehaviour,
) {
  acme = await company('http', { env: { FILES: 'proxy', PUBLIC_URL, ...env }, workspace });
  if (atSlack) acme.workspace.misbehave(atSlack);
  const stored = files.map((file) => acme.workspace.files.add(file));
  const message = acme.workspace.post(acme.sales, acme.people.boris, { text: 'by proxy', files: stored });
  const sender = acme.as(acme.people.ivan);
  await sender.messageShortcut('b24_notify_message', message);
  await acme.workspace.waitFor(() => sender.viewText().includes('by proxy'));
  sender.fill({ people: [acme.people.anna] });
  await sender.submit();
  await acme.workspace.waitFor(() => sender.sees().some(({ text }) => /^:(?:white_check_mark|warning):/.test(text)));
  return { sender, stored };
}

describe('files through the bot', () => {
  it('stream whole and in parts, with their name, type and length, and cannot act', async () => {
    const content = randomBytes(200_000);
    const picture = randomBytes(2000);
    await pass([
      { name: 'Смета "1";\r\nx: y/../.html', mimetype: 'text/html', content },
      { name: 'chart.png', mimetype: 'image/png', content: picture },
      { name: 'poster.png', mimetype: 'image/png', content: Buffer.alloc(1_100_000) },
    ]);
    const [page, chart, poster] = linksOf(12);
    expect(page?.LINK).toMatch(/^http:\/\/127\.0\.0\.1:9\/bot\/files\//);
    const answer = await fetch(local(page?.LINK));
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html',
      'content-length': '200000',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
      'accept-ranges': 'bytes',
    });
    const disposition = answer.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="[\w .()+-]*"; filename\*=UTF-8''[\w.%~-]+$/);
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe('Смета "1";__x: y_.._.html');

    const part = await fetch(local(page?.LINK), { headers: { range: 'bytes=100-199' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 100-199/200000');
    expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(100, 200))).toBe(true);
    const beyond = await fetch(local(page?.LINK), { headers: { range: 'bytes=900000-' } });
    expect(beyond.status).toBe(416);
    const last = await fetch(local(page?.LINK), { headers: { range: 'bytes=199990-' } });
    expect(Buffer.from(await last.arrayBuffer()).equals(content.subarray(199_990))).toBe(true);
    const resumed = await fetch(local(page?.LINK), { headers: { range: 'bytes=100-', 'if-range': '"an older one"' } });
    expect([resumed.status, Buffer.from(await resumed.arrayBuffer()).equals(content)]).toEqual([200, true]);
    const head = await fetch(local(page?.LINK), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '200000']);

    expect(chart?.PREVIEW).toBe(chart?.LINK);
    expect(poster?.LINK).toMatch(/\/files\//);
    expect(poster).not.toHaveProperty('PREVIEW');
    const drawn = await fetch(local(chart?.LINK));
    expect(drawn.headers.get('content-disposition')).toMatch(/^inline;/);
    expect(Buffer.from(await drawn.arrayBuffer()).equals(picture)).toBe(true);
  });

  it('answer 404 to everything that is no living link, and after Undo', async () => {
    const { sender } = await pass([{ name: 'a.pdf', mimetype: 'application/pdf', content: randomBytes(10) }]);
    const link = local(linksOf(12)[0]?.LINK);
    const [notification = '', position, expires = '', signature = ''] = link.split('/').at(-1)?.split('.') ?? [];
    const base = link.slice(0, link.lastIndexOf('/') + 1);
    const key = Buffer.from(hkdfSync('sha256', acme.workspace.botToken, '', 'b24notify file links', 32));
    const signed = (words: string) => `${words}.${createHmac('sha256', key).update(words).digest('base64url')}`;
    expect((await fetch(`${base}${signed(`${notification}.0.${expires}`)}`)).status).toBe(200);
    for (const token of [
      '',
      'x',
      '..%2f..%2fetc%2fpasswd',
      `${notification}.${position}.${Number(expires) + 1}.${signature}`,
      `${notification}.1.${expires}.${signature}`,
      `${notification}x.${position}.${expires}.${signature}`,
      `${notification}.${position}.${expires}.${'A'.repeat(43)}`,
      signed(`${notification}.7.${expires}`),
      signed(`${notification}.0.${Math.floor(Date.now() / 1000) - 1}`),
      signed(`01k0000000000000000000000b.0.${expires}`),
    ])
      expect((await fetch(`${base}${token}`)).status, token).toBe(404);
    expect((await fetch(link, { method: 'POST' })).status).toBe(404);
    expect((await fetch(link)).status).toBe(200);
    await sender.click('Undo');
    await sender.answers(':leftwards_arrow_with_hook:');
    expect((await fetch(link)).status).toBe(404);
  });

  it('end in a page that says why, where Slack gives no file: not found for good, unavailable for now', async () => {
    const { stored } = await pass([{ name: 'a.pdf', mimetype: 'application/pdf', content: randomBytes(500_000) }]);
    const link = local(linksOf(12)[0]?.LINK);
    const page = async (method = 'GET') => {
      const answer = await fetch(link, { method });
      expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      return { status: answer.status, text: await answer.text(), later: answer.headers.get('retry-after') };
    };
    const silent = { status: 503, text: expect.stringContaining('Slack does not answer'), later: '60' };
    const unreadable = { status: 404, text: expect.stringContaining('Slack does not give this file'), later: null };
    const atSlack: [Misbehaviour, object][] = [
      [{ on: 'file', do: 'cut', times: 1 }, silent],
      [{ on: 'file', do: 'status', status: 503, times: 1 }, silent],
      [{ on: 'file', do: 'rate-limit', retryAfter: 1, times: 1 }, silent],
      [{ on: 'file', do: 'html', times: 1 }, unreadable],
      [{ on: 'file', do: 'status', status: 404, times: 1 }, unreadable],
    ];
    for (const [rule, wanted] of atSlack) {
      acme.workspace.misbehave(rule);
      expect(await page()).toEqual(wanted);
    }
    acme.workspace.misbehave({ on: 'file', do: 'cut-midway', times: 1 });
    await expect(fetch(link).then((answer) => answer.arrayBuffer())).rejects.toThrow();
    expect((await page()).status).toBe(200);
    for (const file of stored) file.deleted = true;
    expect(await page()).toEqual(unreadable);
    expect(await page('HEAD')).toEqual({ ...unreadable, text: '' });
    const why = () =>
      acme.logged.filter((line) => line.includes('that a reader opened')).map((line) => JSON.parse(line));
    await expect.poll(() => why().at(-1)).toMatchObject({ level: 40, file: stored[0]?.id, why: 'gone' });
    const ended = await fetch(`${link}x`);
    expect([ended.status, await ended.text()]).toEqual([404, expect.stringContaining('leads to no file any more')]);
  });

  it('go as Slack’s link where the bot may not have them, and the sender reads which and why', async () => {
    const granted = ['commands', 'chat:write', 'users:read', 'users:read.email', 'channels:read'];
    const secret = { name: 'secret.pdf', mimetype: 'application/pdf', content: randomBytes(10) };
    const { sender } = await pass([secret], {}, { scopes: granted });
    expect((await sender.answers(':warning:')).text).toContain(
      'secret.pdf: the bot may not read files in Slack: its permission files:read is missing',
    );
    expect(linksOf(12)[0]?.LINK).toMatch(/^https:\/\/acme\.slack\.com\/files\//);
  });

  it.each<Misbehaviour>([
    { on: 'files.info', do: 'error', error: 'internal_error' },
    { on: 'files.info', do: 'status', status: 404 },
    { on: 'files.info', do: 'rate-limit', retryAfter: 30 },
  ])('go out although Slack cannot say whether the bot may have them: %j', async (atSlack) => {
    const content = randomBytes(10);
    const { sender } = await pass([{ name: 'a.pdf', mimetype: 'application/pdf', content }], {}, {}, atSlack);
    await sender.answers(':white_check_mark:');
    const given = await fetch(local(linksOf(12)[0]?.LINK));
    expect(Buffer.from(await given.arrayBuffer()).equals(content)).toBe(true);
  });

  it('speak to the reader in the language of the notifications', async () => {
    await pass([{ name: 'a.pdf', mimetype: 'application/pdf', content: randomBytes(10) }], { NOTIFY_LOCALE: 'ru' });
    const answer = await fetch(`${local(linksOf(12)[0]?.LINK)}x`);
    expect(await answer.text()).toContain('По этой ссылке файла больше нет.');
  });
});
