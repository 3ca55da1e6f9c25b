/** Benchmark 6: a large file through each way of the bot's, beside `curl` doing the same. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startHelper } from '../process/helper.ts';
import { goal, report } from '../report/report.ts';
import { curl } from './curl.ts';
import type { Ends, FileStandIns } from './stand-ins.ts';
import type { Source, Transfer } from './transfer.ts';

const MB = 1024 * 1024;
const LARGE = 500 * MB;
const LARGEST = 1024 * MB;
/** What the bot does for the first time costs memory whatever the size of the file. */
const SMALL = 5 * MB;
/** MB by which a file of 1 GB may raise the peak. */
const MOST_RAISED = 64;

const megabytes = (bytes: number) => Math.round(bytes / MB);

interface Ways {
  ends: Ends;
  folder: string;
  file(bytes: number): Promise<Source & { secureUrl: string }>;
  stored(): Promise<number[]>;
}

interface Passed {
  ms: number;
  peak: number;
  raised: number | undefined;
}

async function measure() {
  const standIns = startHelper<FileStandIns>(new URL('stand-ins.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-bench-'));
  try {
    const ends = await standIns.ask('open');
    const ways: Ways = {
      ends,
      folder,
      file: async (bytes) => ({ bytes, ...(await standIns.ask('file', { bytes })) }),
      stored: () => standIns.ask('stored'),
    };
    await writeFile(certificateIn(folder), ends.certificate);
    const rates = [
      row('drive: from Slack into the Drive', LARGE, await ours('drive', ways, LARGE)),
      row('curl: into a file, then into the Drive', LARGE, await byCurl(ways)),
      row('proxy: from Slack to the reader', LARGE, await ours('proxy', ways, LARGE)),
      row('curl: straight from Slack', LARGE, await straight(ways)),
    ];
    const drive = await ours('drive', ways, LARGEST, 'secure');
    const proxy = await ours('proxy', ways, LARGEST, 'secure');
    return {
      tables: [
        { title: `${megabytes(LARGE)} MB`, rows: rates },
        {
          title: `${megabytes(LARGEST)} MB, Slack and the portal over TLS`,
          rows: [row('drive', LARGEST, drive), row('proxy', LARGEST, proxy)],
        },
      ],
      goals: [
        goal('MB that a file of 1 GB adds to the peak, drive', drive.raised ?? Number.NaN, MOST_RAISED),
        goal('MB that a file of 1 GB adds to the peak, proxy', proxy.raised ?? Number.NaN, MOST_RAISED),
      ],
      notes: [
        'Peak: resident memory of the process at its highest. Raised: above what it was after a file of 5 MB.',
        'The reader of the proxy is curl. Both ends are stand-ins in one process: what they take, all share.',
      ],
    };
  } finally {
    await standIns.ask('close');
    await standIns.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One way of the bot's, in a process of its own. */
async function ours(way: 'drive' | 'proxy', ways: Ways, bytes: number, line: 'plain' | 'secure' = 'plain') {
  const { botToken, webhookUrl, secureWebhookUrl } = ways.ends;
  const bot = startHelper<Transfer>(new URL('transfer.ts', import.meta.url), {
    NODE_EXTRA_CA_CERTS: certificateIn(ways.folder),
  });
  const pass = async (size: number): Promise<number> => {
    const { url, secureUrl } = await ways.file(size);
    const source = { url: line === 'secure' ? secureUrl : url, bytes: size };
    if (way === 'drive') {
      const ms = await bot.ask('drive', source);
      if ((await ways.stored()).at(-1) !== size) throw new Error('The Drive does not have the whole file.');
      return ms;
    }
    return read(await bot.ask('serve', source), size);
  };
  try {
    await bot.ask('open', { botToken, webhookUrl: line === 'secure' ? secureWebhookUrl : webhookUrl });
    await pass(SMALL);
    await bot.ask('watch');
    const ms = await pass(bytes);
    const { before, peak } = await bot.ask('memory');
    return { ms, peak, raised: megabytes(peak - before) };
  } finally {
    await bot.stop();
  }
}

/** Reads a link to the end and throws it away. @returns milliseconds */
async function read(link: string, size: number): Promise<number> {
  const startedAt = performance.now();
  const { wrote } = await curl(['-o', '/dev/null', '-w', '%{size_download}', link]);
  const ms = performance.now() - startedAt;
  if (Number(wrote) !== size) throw new Error(`${wrote} of ${size} bytes came.`);
  return ms;
}

async function straight(ways: Ways): Promise<Passed> {
  const { url } = await ways.file(LARGE);
  const startedAt = performance.now();
  const { peak } = await curl(['-H', `Authorization: Bearer ${ways.ends.botToken}`, '-o', '/dev/null', url]);
  return { ms: performance.now() - startedAt, peak, raised: undefined };
}

/** Downloads to a file, then uploads it in two steps, as a script would. */
async function byCurl({ ends, folder, file, stored }: Ways): Promise<Passed> {
  const { url } = await file(LARGE);
  const path = join(folder, 'large.bin');
  const call = async (method: string, body: object) => {
    const json = ['-H', 'content-type: application/json', '--data', JSON.stringify(body)];
    const { wrote } = await curl(['-A', 'bench', ...json, ends.webhookUrl + method]);
    return z.object({ result: z.unknown() }).parse(JSON.parse(wrote)).result;
  };
  const storages = z.array(z.object({ ROOT_OBJECT_ID: z.string() }));
  const own = await call('disk.storage.getList', { filter: { ENTITY_TYPE: 'user', ENTITY_ID: 1 } });
  const [storage] = storages.parse(own);
  const startedAt = performance.now();
  const down = await curl(['-H', `Authorization: Bearer ${ends.botToken}`, '-o', path, url]);
  const step = await call('disk.folder.uploadFile', { id: storage?.ROOT_OBJECT_ID });
  const { uploadUrl } = z.object({ uploadUrl: z.string() }).parse(step);
  const up = await curl(['-A', 'bench', '-o', '/dev/null', '-F', `file=@${path}`, uploadUrl]);
  const ms = performance.now() - startedAt;
  if ((await stored()).at(-1) !== LARGE) throw new Error('curl did not upload the whole file.');
  return { ms, peak: Math.max(down.peak, up.peak), raised: undefined };
}

function row(way: string, bytes: number, { ms, peak, raised }: Passed) {
  return {
    way,
    s: Math.round(ms / 10) / 100,
    'MB/s': Math.round(bytes / MB / (ms / 1000)),
    'peak MB': megabytes(peak),
    'raised MB': raised ?? '–',
  };
}

const certificateIn = (folder: string) => join(folder, 'certificate.pem');

await report(
  'files',
  'How fast does a large file come through, and how much memory does the bot need for it?',
  measure,
);
