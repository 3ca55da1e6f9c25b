import { expect, it, onTestFinished } from 'vitest';
import { startPortal } from '../../sandbox/bitrix24/portal.ts';
import { connectPortal } from '../../src/app/connect-portal.ts';
import { createDrive } from '../../src/bitrix24/drive.ts';
import { carry } from '../../src/files/carrying.ts';
import type { Download } from '../../src/files/slack-bytes.ts';

const BYTES = Buffer.from('the whole file');
const plan = {
  name: 'plan.pdf',
  size: BYTES.length,
  picture: false,
  what: 'file' as const,
  source: {
    id: 'F1',
    url: 'https://files.slack.com/F1',
    mimetype: 'application/pdf',
    editable: false,
    name: 'plan.pdf',
  },
};

async function folderOfTheBot() {
  const portal = await startPortal({ limited: false });
  const client = connectPortal({ mode: 'webhook', url: portal.webhookUrl }, {});
  const drive = createDrive(client, async () => {});
  const folder = await drive.home();
  if (typeof folder !== 'number') throw new Error(folder.sentence);
  onTestFinished(async () => {
    await client.close();
    await portal.stop();
  });
  /** Another copy of the bot brings a file of that name while ours is under way. */
  const meanwhile = (bytes: Buffer): Download => {
    return async () => {
      const file = { name: plan.source.name, size: bytes.length, bytes: stream(bytes) };
      expect(await drive.upload(folder, file)).toHaveProperty('id');
      return { kind: 'bytes', status: 200, length: BYTES.length, range: undefined, chunks: stream(BYTES), close() {} };
    };
  };
  const carried = (download: Download) => {
    const carrying = { drive, download, whyUnreadable: async () => 'unreadable' as const, stall: 5000 };
    return carry(plan, folder, carrying, new AbortController().signal, false);
  };
  return { portal, meanwhile, carried };
}

async function* stream(bytes: Buffer) {
  yield bytes;
}

it('takes the file that another copy of the bot has brought meanwhile', async () => {
  const { portal, meanwhile, carried } = await folderOfTheBot();
  expect(await carried(meanwhile(BYTES))).toMatchObject({ kind: 'there', file: { name: 'plan.pdf' } });
  expect(portal.drive.files()).toHaveLength(1);
});

it('does not take another file of the same name for it', async () => {
  const { meanwhile, carried } = await folderOfTheBot();
  expect(await carried(meanwhile(Buffer.from('half')))).toEqual({ kind: 'failed', why: 'portal' });
});
