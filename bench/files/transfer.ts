/** What the bot does with one file, in a process of its own, so that nothing but the bot counts in its memory. */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { connectPortal } from '../../src/app/connect-portal.ts';
import { createDrive } from '../../src/bitrix24/drive.ts';
import { carry } from '../../src/files/carrying.ts';
import { createFileProxy, FILES_PATH } from '../../src/files/proxy.ts';
import { createSignedLinks } from '../../src/files/signed-link.ts';
import { startServer } from '../../src/http/server.ts';
import { wordsOf } from '../../src/language/catalogues.ts';
import { createDownload } from '../../src/slack/download.ts';
import { answer } from '../process/answering.ts';
import { watchPeak } from '../process/peak-memory.ts';

export interface Source {
  url: string;
  bytes: number;
}
export interface Memory {
  /** Resident bytes before the file, and the most while it went through. */
  before: number;
  peak: number;
}

let ends = { botToken: '', webhookUrl: '' };
let watched = watchPeak();

const connected = () => ({
  download: createDownload({ botToken: ends.botToken, hosts: ['127.0.0.1'] }),
  portal: connectPortal({ mode: 'webhook', url: ends.webhookUrl }, {}),
});
let bot: ReturnType<typeof connected> | undefined;
const open = () => {
  bot ??= connected();
  return bot;
};

function planOf({ url, bytes }: Source) {
  const name = `${randomUUID()}.bin`;
  const source = { id: 'F1', url, mimetype: 'application/octet-stream', editable: false, name };
  return { name, size: bytes, picture: false, what: 'file' as const, source };
}

const answers = {
  open(given: { botToken: string; webhookUrl: string }): void {
    ends = given;
  },

  /** Brings a file into the Drive. @returns how long that took, in milliseconds */
  async drive(source: Source): Promise<number> {
    const { download, portal } = open();
    const drive = createDrive(portal, async () => {});
    const home = await drive.home();
    if (typeof home !== 'number') throw new Error(home.sentence);
    const startedAt = performance.now();
    const carrying = { drive, download, whyUnreadable: async () => 'unreadable' as const, stall: 20_000 };
    const result = await carry(planOf(source), home, carrying, new AbortController().signal, false);
    if (result.kind !== 'there') throw new Error(`The file did not arrive: ${result.why}`);
    return performance.now() - startedAt;
  },

  /** Serves a file, as with FILES=proxy. @returns its link */
  async serve(source: Source): Promise<string> {
    const plan = planOf(source);
    const proxy = createFileProxy({
      links: createSignedLinks(ends.botToken),
      publicUrl: '/',
      served: async () => plan,
      download: open().download,
      pages: () => wordsOf('en').notification.filePages,
    });
    const routes = { [`GET ${FILES_PATH}*`]: proxy.handle };
    const { port } = await startServer({ host: '127.0.0.1', port: 0 }, routes, pino({ level: 'silent' }));
    return `http://127.0.0.1:${port}${proxy.address('n1', 0)}`;
  },

  watch(): void {
    watched = watchPeak();
  },
  memory: (): Memory => ({ before: watched.before, peak: watched.peak() }),
};
export type Transfer = typeof answers;

answer(answers);
