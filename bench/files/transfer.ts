import { createServer } from 'node:http';
import { z } from 'zod';
import { connectPortal } from '../../src/bitrix24/connect.ts';
import { createDrive } from '../../src/bitrix24/drive.ts';
import { carry } from '../../src/files/carrying.ts';
import { createFileProxy } from '../../src/files/proxy.ts';
import { createSignedLinks } from '../../src/files/signed-link.ts';
import { createDownload } from '../../src/slack/download.ts';

/** One way of the bot's, in a process of its own, so that nothing but the bot counts in its memory. */
const { way, url, size, botToken, webhookUrl } = z
  .object({
    way: z.enum(['drive', 'proxy']),
    url: z.string(),
    size: z.number(),
    botToken: z.string(),
    webhookUrl: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const download = createDownload({ botToken, hosts: ['127.0.0.1'] });
const portal = connectPortal({ mode: 'webhook', url: webhookUrl }, {});
const plan = {
  name: 'large.bin',
  size,
  picture: false,
  what: 'file' as const,
  source: { id: 'F1', url, mimetype: 'application/octet-stream', editable: false, name: 'large.bin' },
};
const say = (message: object) => process.send?.(message);

if (way === 'drive') {
  const drive = createDrive(portal, async () => {});
  const home = await drive.home();
  if (typeof home !== 'number') throw new Error(home.sentence);
  const started = performance.now();
  const carrying = { drive, download, whyUnreadable: async () => 'unreadable' as const, stall: 20_000 };
  const result = await carry(plan, home, carrying, new AbortController().signal, false);
  if (result.kind !== 'there') throw new Error(result.why);
  finished(performance.now() - started);
} else {
  const links = createSignedLinks(botToken);
  const proxy = createFileProxy({ links, publicUrl: '/', served: async () => plan, download });
  const server = createServer((request, response) => void proxy.handle(request, response));
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    say({ link: `http://127.0.0.1:${port}${proxy.address('n1', 0)}` });
  });
  process.once('message', () => finished(0));
}

function finished(ms: number): void {
  // Kilobytes (libuv's uv_getrusage).
  say({ ms, peak: process.resourceUsage().maxRSS * 1024 });
  process.disconnect();
  setImmediate(() => process.exit(0));
}
