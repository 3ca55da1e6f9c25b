import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { NewFile } from '../../sandbox/slack/files/store.ts';
import { type Company, type CompanyOptions, company } from './company.ts';

const SHORTCUT = 'b24_notify_message';
const PDF = 'application/pdf';

let acme: Company;
afterEach(() => acme.end());

/** A company whose bot hands files over in the given way. */
async function open(way: 'drive' | 'proxy', options: CompanyOptions = {}) {
  acme = await company('socket', { ...options, env: { FILES: way, ...options.env } });
}

/** Ivan passes a message with these files on. */
async function pass(text: string, files: readonly NewFile[], to = [acme.people.anna], at = acme.sales) {
  const stored = files.map((file) => acme.workspace.files.add(file));
  const message = acme.workspace.post(at, acme.people.boris, { text, files: stored });
  const sender = acme.as(acme.people.ivan);
  await sender.messageShortcut(SHORTCUT, message);
  await acme.workspace.waitFor(() => sender.viewText().includes('Message from'));
  sender.fill({ people: to });
  await sender.submit();
  return sender;
}

const told = (start: string, about: string) =>
  acme.workspace.waitFor(() => {
    const lines = acme.as(acme.people.ivan).sees();
    return lines.some(({ text }) => text.startsWith(start) && text.includes(about));
  }, 15_000);
const line = (about: string) =>
  acme
    .as(acme.people.ivan)
    .sees()
    .findLast(({ text }) => text.includes(about))?.text ?? '';

const entrySchema = z.object({ NAME: z.string(), LINK: z.string(), PREVIEW: z.string().optional() });
/** The files of somebody's newest notification. */
function linksOf(person: number) {
  const blocks = acme.portal.bell(person).at(-1)?.attach?.BLOCKS ?? [];
  return blocks
    .flatMap((block) => z.array(entrySchema).parse(block.IMAGE ?? block.FILE))
    .map(({ NAME, LINK, PREVIEW }) => ({ name: NAME, link: LINK, preview: PREVIEW }));
}
const uploads = () => acme.portal.requests.filter(({ method }) => method === 'upload').length;
const bytesOf = async (person: number | undefined, id: number) =>
  (await acme.portal.openAs(person, `/disk/downloadFile/${id}/`)).bytes;

describe('files through the Drive', () => {
  it('reach exactly the recipients, byte for byte, streamed once and copied for the others', async () => {
    await open('drive');
    const content = randomBytes(300_000);
    const picture = randomBytes(20_000);
    const { anna, boris } = acme.people;
    await pass(
      'two files for two',
      [
        { name: 'Plan № 1.pdf', mimetype: PDF, content },
        { name: 'chart.png', mimetype: 'image/png', content: picture },
      ],
      [anna, boris],
    );
    await told(':white_check_mark:', 'two files for two');
    expect(uploads()).toBe(2);
    expect(acme.workspace.callsOf('file')).toHaveLength(2);
    const files = acme.portal.drive.files();
    expect(files.map(({ name, readers }) => [name, readers])).toEqual(
      expect.arrayContaining([
        ['Plan № 1.pdf', [1, 12]],
        ['Plan № 1.pdf', [1, 15]],
        ['chart.png', [1, 12]],
        ['chart.png', [1, 15]],
      ]),
    );
    for (const person of [12, 15]) {
      const other = person === 12 ? 15 : 12;
      const [plan, chart] = linksOf(person);
      expect(plan?.name).toBe('Plan № 1.pdf');
      expect(await acme.portal.openAs(person, plan?.link ?? '')).toMatchObject({ kind: 'viewer' });
      expect((await acme.portal.openAs(other, plan?.link ?? '')).kind).toBe('refused');
      expect((await acme.portal.openAs(undefined, plan?.link ?? '')).kind).toBe('login');
      const drawn = await acme.portal.openAs(person, chart?.preview ?? '');
      expect(drawn.kind).toBe('file');
      expect(drawn.bytes.equals(picture)).toBe(true);
      const own = files.find(({ name, readers }) => name.startsWith('Plan') && readers.includes(person));
      expect((await bytesOf(person, own?.id ?? 0)).equals(content)).toBe(true);
    }
  });

  it('ends one reader’s access with Undo, and keeps that of another request for the same file', async () => {
    await open('drive');
    const file = { name: 'shared.pdf', mimetype: PDF, content: randomBytes(1000), id: 'F0SHARED' };
    const stored = acme.workspace.files.add(file);
    const { anna, boris } = acme.people;
    const send = async (text: string, to: typeof anna) => {
      const message = acme.workspace.post(acme.sales, boris, { text, files: [stored] });
      const sender = acme.as(acme.people.ivan);
      await sender.messageShortcut(SHORTCUT, message);
      await acme.workspace.waitFor(() => sender.viewText().includes(text));
      sender.fill({ people: [to] });
      await sender.submit();
      await told(':white_check_mark:', text);
    };
    await send('first to Anna', anna);
    await send('then to Boris', boris);
    expect(uploads()).toBe(1);
    const [annas] = linksOf(12);
    const [boriss] = linksOf(15);
    const ivan = acme.as(acme.people.ivan);
    const first = ivan.sees().find(({ text }) => text.includes('first to Anna'));
    await ivan.click('Undo', { ts: first?.ts ?? '' });
    await told(':leftwards_arrow_with_hook:', 'first to Anna');
    expect((await acme.portal.openAs(12, annas?.link ?? '')).kind).toBe('missing');
    expect((await acme.portal.openAs(15, boriss?.link ?? '')).kind).toBe('viewer');
    expect(acme.portal.drive.files().map(({ readers }) => readers)).toEqual([[1, 15]]);
  });

  it('send Slack’s link for one file alone, and tell the sender which and why', async () => {
    await open('drive', { env: { FILE_MAX_MB: '1' } });
    await pass('one is too large', [
      {
        name: 'huge.zip',
        mimetype: 'application/zip',
        content: { size: 1_100_000, read: (a, b) => Buffer.alloc(b - a) },
      },
      { name: 'small.pdf', mimetype: PDF, content: randomBytes(100) },
    ]);
    await told(':warning:', 'one is too large');
    expect(line('one is too large')).toContain('huge.zip: it is larger than 1 MB.');
    const [huge, small] = linksOf(12);
    expect(huge?.link).toMatch(/^https:\/\/acme\.slack\.com\/files\//);
    expect((await acme.portal.openAs(12, small?.link ?? '')).kind).toBe('viewer');
    expect(acme.workspace.callsOf('file')).toHaveLength(1);
  });

  it('recognise Slack’s login page for a file of a private channel that the bot is not in', async () => {
    await open('drive');
    await pass(
      'private',
      [{ name: 'secret.html', mimetype: 'text/html', content: Buffer.from('<html>x') }],
      [acme.people.anna],
      acme.secret,
    );
    await told(':warning:', 'private');
    expect(line('private')).toContain('secret.html: the bot may not read it. In a private channel, /invite the bot');
    expect(acme.portal.drive.files()).toEqual([]);
    expect(linksOf(12)[0]?.link).toMatch(/^https:\/\/acme\.slack\.com\/files\//);
  });

  it('say that files:read is missing', async () => {
    await open('drive', {
      workspace: {
        scopes: ['commands', 'chat:write', 'users:read', 'users:read.email', 'usergroups:read', 'channels:read'],
      },
    });
    await pass('no scope', [{ name: 'a.pdf', mimetype: PDF, content: randomBytes(10) }]);
    await told(':warning:', 'no scope');
    expect(line('no scope')).toContain('files:read is missing');
  });

  it('say that the right disk is missing', async () => {
    await open('drive', { portal: { scopes: ['im', 'user_basic'] } });
    await pass('no disk', [{ name: 'a.pdf', mimetype: PDF, content: randomBytes(10) }]);
    await told(':warning:', 'no disk');
    expect(line('no disk')).toContain('“disk” is missing');
    expect(linksOf(12)[0]?.link).toContain('acme.slack.com');
  });

  it('say that the Drive is full', async () => {
    await open('drive');
    acme.portal.drive.limit({ quota: 5 });
    await pass('quota', [{ name: 'a.pdf', mimetype: PDF, content: randomBytes(10) }]);
    await told(':warning:', 'quota');
    expect(line('quota')).toContain('its Drive may be full');
    expect(acme.portal.drive.files()).toEqual([]);
  });

  it('come from a message that was shared inside the message, and from the form', async () => {
    await open('drive');
    const { workspace, portal, people, sales } = acme;
    const [inner, typed] = [randomBytes(2000), randomBytes(3000)];
    const original = workspace.files.add({ name: 'inner.pdf', mimetype: PDF, content: inner, channel: sales });
    const answer = await fetch(`${workspace.apiUrl}files.info?file=${original.id}`, {
      headers: { authorization: `Bearer ${workspace.botToken}` },
    });
    const { file } = z.object({ file: z.unknown() }).parse(await answer.json());
    const attachments = [{ is_share: true, author_name: 'Anna Lee', text: 'The original', files: [file] }];
    const sender = acme.as(people.ivan);
    await sender.messageShortcut(SHORTCUT, workspace.post(sales, people.boris, { text: 'See below', attachments }));
    await workspace.waitFor(() => sender.viewText().includes('[x] 📄 inner.pdf'));
    sender.fill({ people: [people.anna] });
    await sender.submit();
    await told(':white_check_mark:', 'See below');

    await sender.globalShortcut('b24_notify_compose');
    await workspace.waitFor(() => sender.viewText().includes('Files'));
    sender.fill({
      people: [people.anna],
      text: 'from the form',
      files: [{ name: 'typed.pdf', mimetype: PDF, content: typed }],
    });
    await sender.submit();
    await told(':white_check_mark:', 'from the form');
    for (const [name, content] of [
      ['inner.pdf', inner],
      ['typed.pdf', typed],
    ] as const) {
      const stored = portal.drive.files().find((each) => each.name === name);
      expect(stored?.readers).toEqual([1, 12]);
      expect((await bytesOf(12, stored?.id ?? 0)).equals(content)).toBe(true);
    }
  });

  it('arrive under any name, and the links of all of them open', async () => {
    await open('drive');
    const names = [
      'a/b\\c.txt',
      '100% #1?.txt',
      `${'н'.repeat(300)}.pdf`,
      'photo\u202Egpj.exe',
      '😀 👨‍👩‍👧.txt',
      'same.txt',
      'SAME.txt',
      '\u0007.txt',
      '[b]x[/b] $result[1].txt',
      '"quoted".txt',
    ];
    const sizes = names.map((_, index) => index + 1);
    await pass(
      'names',
      names.map((name, index) => ({ name, mimetype: 'text/plain', content: Buffer.alloc(index + 1, 'x') })),
      [acme.people.anna, acme.people.boris],
    );
    await told(':white_check_mark:', 'names');
    for (const person of [12, 15]) {
      const links = linksOf(person);
      expect(links).toHaveLength(names.length);
      for (const { link } of links) expect(await acme.portal.openAs(person, link)).toMatchObject({ kind: 'viewer' });
      const own = acme.portal.drive.files().filter(({ readers }) => readers.includes(person));
      expect(own.map(({ bytes }) => bytes).sort((a, b) => a - b)).toEqual(sizes);
    }
    expect(uploads()).toBe(names.length);
  });
});
