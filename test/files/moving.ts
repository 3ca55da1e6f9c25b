import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startPortal } from '../../sandbox/bitrix24/portal.ts';
import type { StoredFile } from '../../sandbox/slack/files/store.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { connectPortal } from '../../src/app/connect-portal.ts';
import { createDrive } from '../../src/bitrix24/drive.ts';
import { Transfers, type TransfersOptions } from '../../src/files/transfers.ts';
import { FILES_WAIT } from '../../src/outbox/file-copy-rows.ts';
import { createFileCopies } from '../../src/outbox/sql-file-copies.ts';
import { createOutbox } from '../../src/outbox/sql-outbox.ts';
import { createDownload } from '../../src/slack/download.ts';
import { openStore, type StoreAddress } from '../../src/store/store.ts';

export const ANNA = 12;
export const BORIS = 13;
/** Where nothing is meant to stall, a machine that is busy must not look like it. */
const PATIENT = 10_000;

/**
 * Slack on one side, the portal's Drive on the other, a store between them, and the part of the bot that moves files,
 * joined as the bot joins them. The clock of the bot can be set forward.
 */
export async function movingHouse(
  options: { store?: StoreAddress; stall?: number; transfers?: Partial<TransfersOptions> } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-files-'));
  const portal = await startPortal({ limited: false });
  portal.people.add({ id: ANNA, name: 'Anna', lastName: 'Lee', email: 'anna@acme.example' });
  portal.people.add({ id: BORIS, name: 'Boris', lastName: 'Orlov', email: 'boris@acme.example' });
  const workspace = await startWorkspace();
  const opened = await openStore(options.store ?? { kind: 'sqlite', path: join(folder, 'store.sqlite') });
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const outbox = createOutbox(opened.store, now);
  const copies = createFileCopies(opened.store, now);
  const client = connectPortal({ mode: 'webhook', url: portal.webhookUrl }, {});
  const { stall = PATIENT } = options;
  const download = createDownload({ botToken: workspace.botToken, hosts: ['127.0.0.1'], stall });
  const troubles: unknown[] = [];
  let requests = 0;
  let running: Transfers[] = [];
  let noticed = () => {};

  const start = async (more: Partial<TransfersOptions> = {}) => {
    const transfers = new Transfers({
      copies,
      drive: createDrive(client, async () => {}),
      download,
      whyUnreadable: async () => 'unreadable',
      stall,
      leading: () => true,
      lookEvery: 60_000,
      onReady: () => noticed(),
      onTrouble: (trouble) => troubles.push(trouble),
      now,
      ...options.transfers,
      ...more,
    });
    running.push(transfers);
    await transfers.start();
    transfers.wake();
  };
  const wake = () => {
    for (const transfers of running) transfers.wake();
  };
  const stop = async () => {
    await Promise.all(running.map((transfers) => transfers.stop()));
    running = [];
  };
  onTestFinished(async () => {
    // What hangs at either end is waited for no longer than the ends are there.
    await Promise.all([stop(), portal.stop(), workspace.stop()]);
    await download.close();
    await client.close();
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    portal,
    workspace,
    outbox,
    copies,
    troubles,
    /** A second time without a `stop`: a copy of the bot that does not know of the first. */
    start,
    stop,
    wake,
    endAccess: () => Promise.all(running.map((transfers) => transfers.endAccess())),
    pass: (ms: number) => {
      ahead += ms;
    },
    /** A file in a public channel. */
    file: (content: Buffer | StoredFile['content'], name = 'plan.pdf', mimetype = 'application/pdf') =>
      workspace.files.add({ name, mimetype, content, channel: workspace.channels.general }),
    /** Stores a request with these files. @returns the ids of its notifications, in the order of the recipients */
    async ask(files: readonly StoredFile[], recipients = [ANNA], tag?: string): Promise<string[]> {
      requests += 1;
      const plans = files.map((file) => ({
        name: file.name ?? file.id,
        size: file.content.size,
        picture: false,
        what: 'file' as const,
        link: `https://acme.slack.com/files/${file.id}`,
        source: {
          id: file.id,
          url: `${workspace.apiUrl.replace(/\/api\/$/, '')}/files-pri/${workspace.team.id}-${file.id}/download/x`,
          mimetype: file.mimetype,
          editable: false,
          name: file.name ?? file.id,
        },
      }));
      const bare = { message: 'files', messageOut: 'files' };
      const { id } = await outbox.accept({
        key: `k${requests}`,
        team: 'T1',
        sender: 'U1',
        surface: 'message',
        summary: 'files',
        content: {
          ...bare,
          attachedFiles: '',
          plain: 'files',
          files: { way: 'drive', plans, bare },
          ...(tag && { tag }),
        },
        leftOut: [],
        reply: { user: 'U1' },
        recipients: recipients.map((recipient) => ({ recipient, namedAs: `b24:${recipient}` })),
      });
      wake();
      return (await outbox.status(id))?.notifications.map((notification) => notification.id) ?? [];
    },
    /** Waits until these notifications need not wait for files any more. */
    async released(ids: readonly string[]): Promise<void> {
      const waits = async () => {
        const rows = await opened.store.selectFrom('notification').select('due_at').where('id', 'in', ids).execute();
        return rows.some(({ due_at }) => due_at > now());
      };
      const until = Date.now() + FILES_WAIT / 2;
      while (await waits()) {
        if (Date.now() > until) throw new Error('the files were not brought in time');
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 1000);
          noticed = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    /** How the only file of a notification stands. */
    async stateOf(id: string | undefined) {
      return (await copies.settle([id ?? ''])).get(id ?? '')?.get(0);
    },
    /** The bytes of everything that somebody can read, by name. */
    async readableBy(person: number) {
      const own = portal.drive.files().filter(({ readers }) => readers.includes(person));
      return Promise.all(
        own.map(async ({ id, name }) => ({
          name,
          bytes: (await portal.openAs(person, `/disk/downloadFile/${id}/`)).bytes,
        })),
      );
    },
  };
}
