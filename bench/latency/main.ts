/** Benchmark 2: from Slack's request to the portal's, for one notification on an idle bot. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BoltListener } from '../peers/bolt-listener.ts';
import type { HttpListener } from '../peers/http-listener.ts';
import type { Listener } from '../peers/listener.ts';
import { startBot } from '../process/bot.ts';
import { startHelper } from '../process/helper.ts';
import { durableCommits } from '../report/machine.ts';
import { goal, report } from '../report/report.ts';
import { quantile, rounded } from '../report/spread.ts';
import type { StandIns } from '../stand-ins/process.ts';

/** Contenders take turns, so that a busy moment of the machine touches all. */
const ROUNDS = 10;
const IN_A_ROUND = 50;
const WARM_UP = 100;
const COMMITS_IN_A_TURN = 10;
/** So high that it binds nobody: the rate is the business of the first benchmark. */
const RATE = { BITRIX24_RATE: '1000', BITRIX24_BURST: '10000' };

type Started = { name: string; url: string; stop(): Promise<unknown> };

async function start(listener: Listener, folder: string): Promise<Started[]> {
  const bot = await startBot(listener, folder, RATE);
  const bolt = startHelper<BoltListener>(new URL('../peers/bolt-listener.ts', import.meta.url));
  const storing = startHelper<BoltListener>(new URL('../peers/bolt-listener.ts', import.meta.url));
  const http = startHelper<HttpListener>(new URL('../peers/http-listener.ts', import.meta.url));
  return [
    { name: 'ours, stored before it is acknowledged', url: bot.url, stop: bot.stop },
    { name: 'Bolt 5.1.0 listener, nothing stored', ...(await bolt.ask('start', listener)), stop: bolt.stop },
    {
      name: 'the same with one row stored first',
      ...(await storing.ask('start', { ...listener, storeIn: join(folder, 'peer.sqlite') })),
      stop: storing.stop,
    },
    { name: 'limit: node:http and undici alone', ...(await http.ask('start', listener)), stop: http.stop },
  ];
}

async function measure() {
  const standIns = startHelper<StandIns>(new URL('../stand-ins/process.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-bench-'));
  let contenders: Started[] = [];
  try {
    const { webhookUrl } = await standIns.ask('openPortal', { limited: false, commandMs: 0, recipients: 1 });
    const workspace = await standIns.ask('openWorkspace', { senders: 1 });
    contenders = await start({ ...workspace, webhookUrl }, folder);
    const commits: number[] = [];
    const times = await inTurns(contenders, (url, count) => {
      commits.push(...durableCommits(COMMITS_IN_A_TURN));
      return standIns.ask('commandsToPortal', { url, count });
    });
    const seen = await standIns.ask('visible');
    return found(contenders, times, commits, seen.different);
  } finally {
    await Promise.all(contenders.map(({ stop }) => stop()));
    await standIns.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function inTurns(
  contenders: readonly Started[],
  commands: (url: string, count: number) => Promise<number[]>,
): Promise<number[][]> {
  for (const { url } of contenders) await commands(url, WARM_UP);
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, { url }] of contenders.entries()) {
      times[index]?.push(...(await commands(url, IN_A_ROUND)));
    }
  }
  return times;
}

function found(
  contenders: readonly Started[],
  times: readonly number[][],
  commits: readonly number[],
  visible: number,
) {
  const [ours = [], bolt = []] = times;
  const sent = contenders.length * (WARM_UP + ROUNDS * IN_A_ROUND);
  const ratio = (share: number) => rounded(quantile(ours, share) / quantile(bolt, share));
  return {
    tables: [
      {
        title: `Milliseconds from Slack's request to the portal's, ${ROUNDS * IN_A_ROUND} commands each`,
        rows: [
          ...contenders.map(({ name }, index) => rowOf(name, times[index] ?? [], bolt)),
          rowOf('a durable commit on this disk, meanwhile', commits, bolt),
        ],
      },
    ],
    goals: [
      goal("p50, times the peer's", ratio(0.5), 1.5),
      goal("p99, times the peer's", ratio(0.99), 1.5),
      goal('commands whose notification is not visible', sent - visible, 0),
    ],
    notes: [
      'A peer that stores one row before it acknowledges shows what storing costs any bot on this disk, whatever else it does.',
      'Both ends are timed by the one clock of the process that plays Slack and the portal.',
      'Ours commits once before the portal is asked: the request, and that it is on its way. The peer and the limit store nothing and lose what they have in hand when they end.',
    ],
  };
}

function rowOf(contender: string, times: readonly number[], peer: readonly number[]) {
  return {
    contender,
    p50: rounded(quantile(times, 0.5)),
    p99: rounded(quantile(times, 0.99)),
    max: rounded(Math.max(...times)),
    'p50 of the peer': rounded(quantile(times, 0.5) / quantile(peer, 0.5)),
  };
}

await report('latency', 'how long does one notification take through an idle bot?', measure);
