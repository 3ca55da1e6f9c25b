import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { NewFile } from '../../sandbox/slack/files/store.ts';
import { type Company, company } from './company.ts';

const PUBLIC_URL = 'http://127.0.0.1:9/bot';
const PDF = 'application/pdf';

/** What Slack has the bytes of. */
const BYTES: (NewFile & { content: Buffer })[] = [
  { name: 'plan.pdf', mimetype: PDF, content: randomBytes(70_000) },
  { name: 'chart.png', mimetype: 'image/png', content: randomBytes(3000) },
  { name: 'code.ts', mimetype: 'text/plain', mode: 'snippet', content: Buffer.from('const one = 1;\n') },
  { name: 'page.html', mimetype: 'text/html', content: Buffer.from('<!doctype html><script>alert(1)</script>') },
  { name: 'drawing.svg', mimetype: 'image/svg+xml', content: Buffer.from('<svg onload="alert(1)"/>') },
  { name: 'empty.txt', mimetype: 'text/plain', content: Buffer.alloc(0) },
  { name: 'connect.pdf', mimetype: PDF, access: 'check_file_info', content: randomBytes(500) },
];
/** What is a page of Slack's, or lives elsewhere, with the name and the address that the reader gets. */
const PAGES: [NewFile, name: string, link: string][] = [
  [
    { name: 'Road map', mimetype: 'application/vnd.slack-docs', mode: 'canvas' },
    'Road map (a canvas in Slack)',
    'slack',
  ],
  [{ name: 'Tasks', mimetype: 'application/vnd.slack-list', mode: 'list' }, 'Tasks (a list in Slack)', 'slack'],
  [{ name: 'News', mimetype: 'text/html', mode: 'post' }, 'News (a post in Slack)', 'slack'],
  [{ name: 'Notes', mimetype: 'text/html', mode: 'space' }, 'Notes (a post in Slack)', 'slack'],
  [{ name: 'Re: offer', mimetype: 'text/html', mode: 'email' }, 'Re: offer (an e-mail in Slack)', 'slack'],
  [
    { name: 'Sheet', mimetype: 'application/vnd.google', isExternal: true, url: 'https://docs.example.com/sheet' },
    'Sheet',
    'https://docs.example.com/sheet',
  ],
  [
    { name: 'Remote', mimetype: 'application/vnd.slack-remote', isExternal: true, url: 'https://wiki.example.com/1' },
    'Remote',
    'https://wiki.example.com/1',
  ],
];
const NOTHING: NewFile[] = [
  { name: 'gone.pdf', mimetype: PDF, deleted: true },
  { name: 'old.pdf', mimetype: PDF, mode: 'hidden_by_limit' },
];

let acme: Company;
afterEach(() => acme.end());

const entry = z.object({ NAME: z.string(), LINK: z.string(), SIZE: z.coerce.number().optional() });

/** Ivan passes a message with a file of every kind on to Anna, who gets these. */
async function passAll(way: string) {
  acme = await company('http', { env: { FILES: way, PUBLIC_URL } });
  const { workspace, people, portal, sales } = acme;
  const files = [...BYTES, ...PAGES.map(([file]) => file), ...NOTHING].map((file) => workspace.files.add(file));
  const message = workspace.post(sales, people.boris, { text: 'every kind', files });
  const sender = acme.as(people.ivan);
  await sender.messageShortcut('b24_notify_message', message);
  await workspace.waitFor(() => sender.viewText().includes('every kind'));
  expect(sender.viewText()).toContain('📄 a file (deleted)');
  sender.fill({ people: [people.anna] });
  await sender.submit();
  const told = await sender.answers(':warning:', 15_000);
  expect(told.text).toContain('• a file: it was deleted in Slack.');
  expect(told.text).toContain('Slack hides it');
  expect(told.text.match(/^•/gm)).toHaveLength(NOTHING.length);
  const [item, ...more] = portal.bell(12);
  expect(more).toEqual([]);
  const entries = (item?.attach?.BLOCKS ?? []).flatMap((block) => z.array(entry).parse(block.IMAGE ?? block.FILE));
  return { item, entries };
}

/** They lead to where they lived before, whatever becomes of files. */
function expectPages(entries: readonly z.output<typeof entry>[]) {
  expect(entries.map(({ NAME }) => NAME)).toEqual(PAGES.map(([, name]) => name));
  for (const [index, [, , link]] of PAGES.entries()) {
    expect(entries[index]?.LINK).toMatch(link === 'slack' ? /^https:\/\/acme\.slack\.com\/files\// : link);
    expect(entries[index]?.SIZE).toBeUndefined();
  }
}

describe('a file of every kind', () => {
  it('FILES=drive: all bytes arrive, and what is no file goes as a link that says what it is', async () => {
    const { entries } = await passAll('drive');
    expect(entries.slice(0, BYTES.length).map(({ NAME }) => NAME)).toEqual(BYTES.map(({ name }) => name));
    for (const { LINK } of entries.slice(0, BYTES.length))
      expect(await acme.portal.openAs(12, LINK)).toMatchObject({ kind: 'viewer' });
    const files = acme.portal.drive.files();
    expect(files).toHaveLength(BYTES.length);
    for (const { name, content } of BYTES) {
      const { id, readers } = files.find((file) => file.name === name) ?? { id: 0 };
      expect(readers).toEqual([1, 12]);
      expect((await acme.portal.openAs(12, `/disk/downloadFile/${id}/`)).bytes.equals(content)).toBe(true);
    }
    expectPages(entries.slice(BYTES.length));
  });

  it('FILES=proxy: the same through the bot', async () => {
    const { entries } = await passAll('proxy');
    for (const [index, { name, mimetype, content }] of BYTES.entries()) {
      expect(entries[index]?.NAME).toBe(name);
      const link = entries[index]?.LINK ?? '';
      expect(link.startsWith(`${PUBLIC_URL}/files/`)).toBe(true);
      const answer = await fetch(new URL(acme.eventsUrl()).origin + link.slice(PUBLIC_URL.length));
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, mimetype]);
      expect(answer.headers.get('content-length')).toBe(String(content.length));
      expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    }
    expectPages(entries.slice(BYTES.length));
    expect(acme.portal.drive.files()).toEqual([]);
  });

  it('FILES=permalink: Slack’s own link to each, and nothing is fetched', async () => {
    const { entries } = await passAll('permalink');
    for (const [index, { name }] of BYTES.entries()) {
      expect(entries[index]?.NAME).toBe(name);
      expect(entries[index]?.LINK).toMatch(/^https:\/\/acme\.slack\.com\/files\//);
    }
    expectPages(entries.slice(BYTES.length));
    expect(acme.workspace.callsOf('file')).toEqual([]);
  });

  it('FILES=off: names and sizes, no link, and nothing is fetched', async () => {
    const { item, entries } = await passAll('off');
    expect(entries).toEqual([]);
    const text = item?.messageOut.replaceAll('\u2060', '') ?? '';
    for (const { name } of BYTES) expect(text).toContain(name);
    for (const [, name] of PAGES) expect(text).toContain(name);
    expect(text).toContain('plan.pdf (68 KB)');
    expect(item?.messageOut).not.toMatch(/slack\.com\/files|example\.com/);
    expect(acme.workspace.callsOf('file')).toEqual([]);
  });
});
