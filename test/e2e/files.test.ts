import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from './company.ts';

const NAMES = [
  'Ünï 文件 😀.pdf',
  '[b]bold[/b] [send=/quit]x[/send].txt',
  'C:\\new\\table "quoted".csv',
  '<script>&amp;.html',
  'two\nlines.txt',
  `${'long'.repeat(60)}.txt`,
  'no ending',
  '$result[n0].txt',
];

describe.each(['permalink', 'off'])('FILES=%s', (way) => {
  let acme: Company;
  beforeAll(async () => {
    acme = await company('http', { env: { FILES: way } });
  });
  afterAll(() => acme.end());

  async function pass(names: readonly string[]) {
    const files = names.map((name, index) =>
      acme.workspace.files.add({ name, mimetype: 'application/octet-stream', content: Buffer.alloc(1000 + index) }),
    );
    files.push(acme.workspace.files.add({ name: 'p.png', mimetype: 'image/png', content: Buffer.alloc(300_000) }));
    const message = acme.workspace.post(acme.sales, acme.people.boris, { text: 'files of all sorts', files });
    const me = acme.as(acme.people.ivan);
    await me.messageShortcut('b24_notify_message', message);
    await acme.workspace.waitFor(() => me.viewText().includes('files of all sorts'));
    me.fill({ others: 'b24:20' });
    await me.submit();
    await me.answers(':white_check_mark: Delivered to b24:20: “files of all sorts”');
    const item = acme.portal.bell(20).at(-1);
    if (item === undefined) throw new Error('nothing arrived');
    return { item, files };
  }

  it('brings names and sizes, and no name can act', async () => {
    const { item, files } = await pass(NAMES);
    const links = item.active.filter(({ kind }) => kind === 'link');
    expect(item.active.every(({ kind }) => kind === 'link' || kind === 'user')).toBe(true);
    expect(item.attachActive).toEqual([]);
    const everything = `${item.messageOut}\n${item.text}`.replaceAll('\u2060', '');
    for (const word of ['文件 😀.pdf', '[send=/quit]', 'no ending', '$result[n0].txt', '293 KB'])
      expect(everything).toContain(word);
    if (way === 'off') {
      expect(item.attach).toBeNull();
      expect(links).toHaveLength(1);
      expect(item.messageOut).not.toContain('/files/');
      return;
    }
    const blocks = item.attach?.BLOCKS ?? [];
    expect(blocks).toHaveLength(files.length);
    expect(blocks.filter((block) => 'FILE' in block).map((block) => JSON.stringify(block))).toEqual(
      NAMES.map((_, index) => expect.stringContaining(`"SIZE":${1000 + index}`)),
    );
    expect(blocks.at(-1)).toMatchObject({ IMAGE: [{ NAME: 'p.png', WIDTH: 1024, HEIGHT: 1024 }] });
    expect(JSON.stringify(blocks)).toContain('https://acme.slack.com/files/');
  });
});
