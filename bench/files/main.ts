import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startPortal } from '../../sandbox/bitrix24/portal.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import { table } from '../text/table.ts';

/**
 * Benchmark 6: a large file through each way, its rate and the peak memory of the bot, beside `curl` doing the same two
 * transfers. `--mb 500` sets the size, `--json` prints the figures for machines.
 */
interface Figure {
  readonly what: string;
  readonly seconds: number;
  readonly megabytesPerSecond: number;
  readonly peakMegabytes: number;
}

const MB = 1024 * 1024;
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, mb: { type: 'string', default: '500' } },
});
const size = Number(values.mb) * MB;
const pattern = Buffer.alloc(MB, 'b24notify ');

const workspace = await startWorkspace();
const portal = await startPortal({ limited: false });
const folder = await mkdtemp(join(tmpdir(), 'b24notify-bench-'));
/** Slack's address of a file that is made while it is sent. */
function addressOf(bytes: number): string {
  const { id } = workspace.files.add({
    name: 'large.bin',
    mimetype: 'application/octet-stream',
    content: { size: bytes, read: (start, end) => pattern.subarray(0, end - start) },
    channel: workspace.channels.general,
  });
  return `${new URL(workspace.apiUrl).origin}/files-pri/${workspace.team.id}-${id}/download/large.bin`;
}
const url = addressOf(size);

const figure = (what: string, ms: number, peak: number, bytes = size): Figure => ({
  what,
  seconds: Math.round(ms / 10) / 100,
  megabytesPerSecond: ms > 0 ? Math.round(bytes / MB / (ms / 1000)) : 0,
  peakMegabytes: Math.round(peak / MB),
});
const done = z.object({ ms: z.number(), peak: z.number() });

function start(way: 'drive' | 'proxy', source = { url, size }) {
  const given = { way, ...source, botToken: workspace.botToken, webhookUrl: portal.webhookUrl };
  return fork(new URL('transfer.ts', import.meta.url), [JSON.stringify(given)]);
}

async function carried(what: string, source = { url, size }): Promise<Figure> {
  const [message] = await once(start('drive', source), 'message');
  const { ms, peak } = done.parse(message);
  return figure(what, ms, peak, source.size);
}

async function proxied(): Promise<Figure> {
  const bot = start('proxy');
  const [message] = await once(bot, 'message');
  const { link } = z.object({ link: z.string() }).parse(message);
  const started = performance.now();
  const answer = await fetch(link);
  let received = 0;
  for await (const chunk of answer.body ?? []) received += chunk.length;
  const ms = performance.now() - started;
  if (received !== size) throw new Error(`${received} of ${size} bytes came through the proxy`);
  bot.send('done');
  const [last] = await once(bot, 'message');
  return figure('ours: proxy', ms, done.parse(last).peak);
}

/** Downloads to a file, then uploads it in two steps, as a script would. */
async function byCurl(): Promise<Figure> {
  const root = portal.drive.files().length;
  const path = join(folder, 'large.bin');
  const started = performance.now();
  const down = await curl(['-sSf', '-H', `Authorization: Bearer ${workspace.botToken}`, '-o', path, url]);
  const call = async (method: string, body: object) => {
    const headers = { 'content-type': 'application/json', 'user-agent': 'bench' };
    const answer = await fetch(`${portal.webhookUrl}${method}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return z.object({ result: z.unknown() }).parse(await answer.json()).result;
  };
  const [storage] = z
    .array(z.object({ ROOT_OBJECT_ID: z.string() }))
    .parse(await call('disk.storage.getList', { filter: { ENTITY_TYPE: 'user', ENTITY_ID: 1 } }));
  const step = z.object({ uploadUrl: z.string() });
  const { uploadUrl } = step.parse(await call('disk.folder.uploadFile', { id: storage?.ROOT_OBJECT_ID }));
  const up = await curl(['-sSf', '-A', 'bench', '-o', '/dev/null', '-F', `file=@${path}`, uploadUrl]);
  if (portal.drive.files().length === root) throw new Error('curl uploaded nothing');
  return figure('curl: download, then upload', performance.now() - started, Math.max(down, up));
}

/** @returns the peak of its memory in bytes, as far as Linux tells it while it runs */
async function curl(args: readonly string[]): Promise<number> {
  let peak = 0;
  let running = true;
  const child = execFile('curl', args);
  const ended = once(child, 'exit');
  void ended.then(() => {
    running = false;
  });
  while (running) {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) * 1024);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`curl ended with ${code}`);
  return peak;
}

const figures = [
  await carried('ours: drive, a file of 1 MB', { url: addressOf(MB), size: MB }),
  await carried('ours: drive'),
  await proxied(),
  await byCurl(),
];
await Promise.all([workspace.stop(), portal.stop()]);
await rm(folder, { recursive: true, force: true });

const report = values.json
  ? JSON.stringify({ benchmark: 'files', node: process.version, bytes: size, figures })
  : [
      `A file of ${values.mb} MB from Slack to the reader, Node ${process.version}`,
      table(
        ['way', 's', 'MB/s', 'peak MB'],
        figures.map((each) => [each.what, each.seconds, each.megabytesPerSecond, each.peakMegabytes]),
      ),
    ].join('\n');
process.stdout.write(`${report}\n`);
