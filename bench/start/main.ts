/** Benchmark 8: from the start to ready, and the memory of a bot with nothing to do, beside a bare Bolt app. Linux only. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHelper } from '../process/helper.ts';
import { goal, report } from '../report/report.ts';
import { median, rounded } from '../report/spread.ts';
import type { StandIns } from '../stand-ins/process.ts';
import { oneStart, type Program, type Start } from './one-start.ts';

/** Contenders take turns, so that a busy moment of the machine touches all. */
const ROUNDS = 5;
const PROJECT = new URL('../../', import.meta.url).pathname;
const BARE = new URL('./bare-bolt.ts', import.meta.url).pathname;

/** As `npm start` does it, from any folder. */
async function startOfTheBot(): Promise<string[]> {
  const { scripts }: { scripts: { start: string } } = JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8'));
  const [, ...words] = scripts.start.split(' ');
  return words.map((word) => (/^(\.\/)?src\//.test(word) ? join(PROJECT, word) : word));
}

async function measure() {
  const standIns = startHelper<StandIns>(new URL('../stand-ins/process.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-bench-'));
  try {
    const { webhookUrl } = await standIns.ask('openPortal', { limited: true, commandMs: 0, recipients: 1 });
    const workspace = await standIns.ask('openWorkspace', { senders: 1 });
    await writeFile(join(folder, 'people.yml'), '');
    const slack = { SLACK_BOT_TOKEN: workspace.botToken, SLACK_API_URL: workspace.apiUrl };
    const bot = { BITRIX24_WEBHOOK_URL: webhookUrl, PORT: '0', OPS_PORT: '0' };
    const socket = { ...slack, SLACK_APP_TOKEN: workspace.appToken };
    const http = { ...slack, SLACK_SIGNING_SECRET: workspace.signingSecret };
    const argv = await startOfTheBot();
    const ours = (env: Record<string, string>) => ({
      starts: [],
      program: { argv, folder, env: { ...env, ...bot }, says: '"b24notify is ready"' },
    });
    const bare = (env: Record<string, string>) => ({
      starts: [],
      program: { argv: [BARE], folder, env, says: 'ready' },
    });
    const uncached = { NODE_DISABLE_COMPILE_CACHE: '1' };
    // The first start leaves the compile cache for the later ones.
    await oneStart(ours(socket).program);
    return await found([
      { name: OURS, receiver: 'Socket Mode', ...ours(socket) },
      { name: BARE_BOLT, receiver: 'Socket Mode', ...bare(socket) },
      { name: OURS, receiver: 'HTTP', ...ours(http) },
      { name: BARE_BOLT, receiver: 'HTTP', ...bare(http) },
      { name: 'ours, without compile cache', receiver: 'HTTP', ...ours({ ...http, ...uncached }) },
    ]);
  } finally {
    await standIns.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const OURS = 'ours, as npm start';
const BARE_BOLT = 'bare Bolt 5.1.0';

interface Contender {
  name: string;
  receiver: string;
  program: Program;
  starts: Start[];
}

async function found(contenders: readonly Contender[]) {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { program, starts } of contenders) starts.push(await oneStart(program));
  }
  const figure = (starts: readonly Start[], what: keyof Start) => median(starts.map((start) => start[what]));
  const goals = ['Socket Mode', 'HTTP'].flatMap((receiver) => {
    const [ours = [], bare = []] = contenders.filter((each) => each.receiver === receiver).map(({ starts }) => starts);
    return [
      goal(`${receiver}: ms until ready`, rounded(figure(ours, 'ready'), 0), 1000),
      goal(`${receiver}: times the memory of the bare app`, rounded(figure(ours, 'rss') / figure(bare, 'rss')), 1.3),
    ];
  });
  const rows = contenders.map(({ name, receiver, starts }) => ({
    receiver,
    who: name,
    'ready ms': rounded(figure(starts, 'ready'), 0),
    'the soonest': rounded(Math.min(...starts.map(({ ready }) => ready)), 0),
    'of it CPU ms': rounded(figure(starts, 'cpu'), 0),
    'RSS MB': rounded(figure(starts, 'rss'), 1),
    'PSS MB': rounded(figure(starts, 'pss'), 1),
    'anonymous MB': rounded(figure(starts, 'anonymous'), 1),
  }));
  const notes = [
    `Medians of ${ROUNDS} starts of each, in turns; memory five seconds after it was ready. Without the compile cache: the first start after an install, and every one where node_modules cannot be written.`,
    'RSS counts the program of Node itself in full, about 50 MB that every Node process on a machine shares; "anonymous" leaves it out.',
  ];
  return { tables: [{ title: '', rows }], goals, notes };
}

await report('start', 'how soon is the bot ready, and what does it take when nothing happens?', measure);
