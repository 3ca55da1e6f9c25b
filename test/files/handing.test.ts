import { describe, expect, it } from 'vitest';
import { asHanded, type FileInfo, handOver, type Way } from '../../src/files/handing.ts';
import { readFiles, type SlackFile } from '../../src/files/slack-file.ts';

const link = (id: string) => `https://acme.slack.com/files/${id}`;
const picture = { id: 'F1', name: 'plan.png', mimetype: 'image/png', size: 10, permalink: link('F1') };
const report = { id: 'F2', name: 'report.pdf', mimetype: 'application/pdf', size: 20, permalink: link('F2') };
const stub = { id: 'F3', mode: 'file_access', file_access: 'check_file_info' };

const nothingKnown: FileInfo = async () => undefined;
const nothingAgainst = async () => undefined;
const knows =
  (...files: unknown[]): FileInfo =>
  async (id) =>
    readFiles(files).find((file) => file.id === id);

const LARGEST = 1000;
/** How the files are shown where nothing is copied. */
async function handed(files: SlackFile[], way: Way, info = nothingKnown) {
  const { plans, leftOut, linked } = await handOver(files, { way, largest: LARGEST }, info, nothingAgainst);
  return {
    handed: plans.map((plan) => asHanded(way === 'off' ? { ...plan, link: undefined } : plan)),
    leftOut,
    linked,
  };
}

describe('handing files over', () => {
  it('as permalinks: pictures with their measures, and files, in their order', async () => {
    const measured = { ...picture, original_w: 640, original_h: 480 };
    expect(await handed(readFiles([report, measured, picture]), 'permalink', nothingKnown)).toEqual({
      handed: [
        { kind: 'file', what: 'file', name: 'report.pdf', size: 20, link: link('F2') },
        { kind: 'picture', what: 'file', name: 'plan.png', size: 10, link: link('F1'), width: 640, height: 480 },
        { kind: 'picture', what: 'file', name: 'plan.png', size: 10, link: link('F1') },
      ],
      leftOut: [],
      linked: [],
    });
  });

  it('as names and sizes alone where files are off', async () => {
    const { permalink: _, ...unlinked } = report;
    expect(await handed(readFiles([picture, unlinked]), 'off', nothingKnown)).toEqual({
      handed: [
        { kind: 'name', what: 'file', name: 'plan.png', size: 10 },
        { kind: 'name', what: 'file', name: 'report.pdf', size: 20 },
      ],
      leftOut: [],
      linked: [],
    });
  });

  it('asks Slack about the stub of a file from another workspace, and about no other', async () => {
    const asked: string[] = [];
    const info: FileInfo = (id) => {
      asked.push(id);
      return knows({ ...report, id: 'F3' })(id);
    };
    const { handed: shown } = await handed(readFiles([picture, stub]), 'permalink', info);
    expect(shown.map(({ name }) => name)).toEqual(['plan.png', 'report.pdf']);
    expect(asked).toEqual(['F3']);
  });

  it('leaves out what cannot be had, each with its reason, and hands over the others', async () => {
    const files = readFiles([
      { id: 'F4', mode: 'tombstone' },
      { id: 'F5', name: 'old.pdf', mode: 'hidden_by_limit' },
      { id: 'F6', name: 'secret.pdf', file_access: 'access_denied' },
      { id: 'F7', name: 'no-link.pdf', mode: 'hosted' },
      stub,
      report,
    ]);
    expect(await handed(files, 'permalink', nothingKnown)).toEqual({
      handed: [{ kind: 'file', what: 'file', name: 'report.pdf', size: 20, link: link('F2') }],
      leftOut: [
        { name: '', why: 'deleted' },
        { name: 'old.pdf', why: 'hidden' },
        { name: 'secret.pdf', why: 'denied' },
        { name: 'no-link.pdf', why: 'no link' },
        { name: '', why: 'denied' },
      ],
      linked: [],
    });
  });

  it('believes what Slack says when it is asked', async () => {
    const say = async (file: unknown) => (await handed(readFiles([stub]), 'permalink', knows(file))).leftOut;
    expect(await say({ id: 'F3', name: 'gone.pdf', mode: 'tombstone' })).toEqual([
      { name: 'gone.pdf', why: 'deleted' },
    ]);
    expect(await say(stub)).toEqual([{ name: '', why: 'denied' }]);
  });

  it('leaves out a file that could not be asked for, not the whole request', async () => {
    const broken: FileInfo = () => Promise.reject(new Error('Slack did not answer in time.'));
    const { handed: shown, leftOut } = await handed(readFiles([stub, report]), 'permalink', broken);
    expect(shown).toHaveLength(1);
    expect(leftOut).toEqual([{ name: '', why: 'denied' }]);
  });

  const bytes = {
    mode: 'hosted',
    url_private: 'https://files.slack.com/F2',
    url_private_download: 'https://files.slack.com/d/F2',
  };

  it.each<Way>(['drive', 'proxy'])(
    'copies what has bytes of its own with FILES=%s, and links what has not',
    async (way) => {
      const files = readFiles([
        { ...report, ...bytes },
        { ...report, ...bytes, id: 'F8', name: 'code.ts', mode: 'snippet' },
        { ...report, ...bytes, id: 'F9', mode: 'canvas' },
        { ...report, ...bytes, id: 'F10', is_external: true, external_url: 'https://docs.example.com/1' },
        { ...report, ...bytes, id: 'F11', mimetype: 'application/vnd.slack-remote' },
      ]);
      const { plans } = await handOver(files, { way, largest: LARGEST }, nothingKnown, nothingAgainst);
      expect(plans.map(({ source, what }) => [source?.url, source?.editable, what])).toEqual([
        [bytes.url_private_download, false, 'file'],
        [bytes.url_private_download, true, 'file'],
        [undefined, undefined, 'canvas'],
        [undefined, undefined, 'external'],
        [undefined, undefined, 'external'],
      ]);
      expect(plans[3]?.link).toBe('https://docs.example.com/1');
    },
  );

  it('sends the link of what is larger than allowed, and says so; at the limit it is copied', async () => {
    const files = readFiles([
      { ...report, ...bytes, size: LARGEST },
      { ...report, ...bytes, size: LARGEST + 1, name: 'huge.pdf' },
    ]);
    const { plans, linked } = await handOver(files, { way: 'drive', largest: LARGEST }, nothingKnown, nothingAgainst);
    expect(plans.map(({ source }) => source !== undefined)).toEqual([true, false]);
    expect(linked).toEqual([{ name: 'huge.pdf', why: 'too large' }]);
  });

  it.each(['unreadable', 'no scope', 'gone'] as const)(
    'links what is %s to the bot, before a reader of FILES=proxy finds it out',
    async (why) => {
      const files = readFiles([{ ...report, ...bytes }]);
      const { plans, linked } = await handOver(
        files,
        { way: 'proxy', largest: LARGEST },
        nothingKnown,
        async () => why,
      );
      expect(plans.map(({ source, link }) => [source, link])).toEqual([[undefined, report.permalink]]);
      expect(linked).toEqual([{ name: 'report.pdf', why }]);
    },
  );
});
