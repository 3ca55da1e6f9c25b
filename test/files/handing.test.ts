import { describe, expect, it } from 'vitest';
import { type FileInfo, handOver } from '../../src/files/handing.ts';
import { readFiles } from '../../src/files/slack-file.ts';

const link = (id: string) => `https://acme.slack.com/files/${id}`;
const picture = { id: 'F1', name: 'plan.png', mimetype: 'image/png', size: 10, permalink: link('F1') };
const report = { id: 'F2', name: 'report.pdf', mimetype: 'application/pdf', size: 20, permalink: link('F2') };
const stub = { id: 'F3', mode: 'file_access', file_access: 'check_file_info' };

const nothingKnown: FileInfo = async () => undefined;
const knows =
  (...files: unknown[]): FileInfo =>
  async (id) =>
    readFiles(files).find((file) => file.id === id);

describe('handing files over', () => {
  it('as permalinks: pictures with their measures, and files, in their order', async () => {
    const measured = { ...picture, original_w: 640, original_h: 480 };
    expect(await handOver(readFiles([report, measured, picture]), 'permalink', nothingKnown)).toEqual({
      handed: [
        { kind: 'file', name: 'report.pdf', size: 20, link: link('F2') },
        { kind: 'picture', name: 'plan.png', size: 10, link: link('F1'), width: 640, height: 480 },
        { kind: 'picture', name: 'plan.png', size: 10, link: link('F1') },
      ],
      leftOut: [],
    });
  });

  it('as names and sizes alone where files are off', async () => {
    const { permalink: _, ...unlinked } = report;
    expect(await handOver(readFiles([picture, unlinked]), 'off', nothingKnown)).toEqual({
      handed: [
        { kind: 'name', name: 'plan.png', size: 10 },
        { kind: 'name', name: 'report.pdf', size: 20 },
      ],
      leftOut: [],
    });
  });

  it('asks Slack about the stub of a file from another workspace, and about no other', async () => {
    const asked: string[] = [];
    const info: FileInfo = (id) => {
      asked.push(id);
      return knows({ ...report, id: 'F3' })(id);
    };
    const { handed } = await handOver(readFiles([picture, stub]), 'permalink', info);
    expect(handed.map(({ name }) => name)).toEqual(['plan.png', 'report.pdf']);
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
    expect(await handOver(files, 'permalink', nothingKnown)).toEqual({
      handed: [{ kind: 'file', name: 'report.pdf', size: 20, link: link('F2') }],
      leftOut: [
        { name: 'F4', why: 'deleted' },
        { name: 'old.pdf', why: 'hidden' },
        { name: 'secret.pdf', why: 'denied' },
        { name: 'no-link.pdf', why: 'no link' },
        { name: 'F3', why: 'denied' },
      ],
    });
  });

  it('believes what Slack says when it is asked', async () => {
    const say = async (file: unknown) => (await handOver(readFiles([stub]), 'permalink', knows(file))).leftOut;
    expect(await say({ id: 'F3', name: 'gone.pdf', mode: 'tombstone' })).toEqual([
      { name: 'gone.pdf', why: 'deleted' },
    ]);
    expect(await say(stub)).toEqual([{ name: 'F3', why: 'denied' }]);
  });

  it('leaves out a file that could not be asked for, not the whole request', async () => {
    const broken: FileInfo = () => Promise.reject(new Error('Slack did not answer in time.'));
    const { handed, leftOut } = await handOver(readFiles([stub, report]), 'permalink', broken);
    expect(handed).toHaveLength(1);
    expect(leftOut).toEqual([{ name: 'F3', why: 'denied' }]);
  });
});
