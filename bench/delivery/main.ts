/** Benchmark 1: how long 3,000 notifications take at a portal with its real limits. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHelper } from '../process/helper.ts';
import { type Goal, goal, report } from '../report/report.ts';
import { rounded } from '../report/spread.ts';
import { FIRST_RECIPIENT } from '../stand-ins/first-recipient.ts';
import type { StandIns } from '../stand-ins/process.ts';
import type { Result, Task } from './contender.ts';
import { minimum } from './minimum.ts';
import type { Ours } from './ours.ts';
import type { Script } from './script.ts';
import type { Sdk } from './sdk.ts';

const NOTIFICATIONS = 3000;
const CONCURRENCY = 10;
const LIMIT = { burst: 50, perSecond: 2 };
const BATCH = 50;
/** What a note to many leaves of the burst to everybody else's single notifications; `src/delivery/dispatcher.ts`. */
const RESERVE = 3;
/** A contender that is not done by then is stopped, and what it did until then is shown. */
const PATIENCE = 60_000;
/** One call at a time shows within this time where it leads. */
const SCRIPT_PATIENCE = 15_000;

type Contender = (task: Task & { certificateFile: string }) => Promise<Result>;

const contenders: readonly { name: string; deliver: Contender; reserve?: number; hasGoal?: true }[] = [
  {
    name: 'ours, 1 request to 3,000 people',
    deliver: (task) => ours(task, NOTIFICATIONS),
    reserve: RESERVE,
    hasGoal: true,
  },
  { name: 'ours, 300 requests to 10 people', deliver: (task) => ours(task, 10), hasGoal: true },
  { name: '@bitrix24/b24jssdk 2.2.0, batches', deliver: sdk },
  { name: 'script, one call at a time', deliver: script },
];

async function ours(task: Task, requestSize: number): Promise<Result> {
  const helper = startHelper<Ours>(new URL('./ours.ts', import.meta.url));
  return helper.ask('deliver', { ...task, requestSize }).finally(helper.stop);
}

async function sdk({ certificateFile, ...task }: Task & { certificateFile: string }): Promise<Result> {
  const trusting = { NODE_EXTRA_CA_CERTS: certificateFile };
  const helper = startHelper<Sdk>(new URL('./sdk.ts', import.meta.url), trusting);
  return helper.ask('deliver', task).finally(helper.stop);
}

async function script(task: Task): Promise<Result> {
  const helper = startHelper<Script>(new URL('./script.ts', import.meta.url));
  return helper.ask('deliver', { ...task, patienceMs: SCRIPT_PATIENCE }).finally(helper.stop);
}

/** One contender on a portal of its own. */
async function run(contender: Contender, commandMs: number) {
  const standIns = startHelper<StandIns>(new URL('../stand-ins/process.ts', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-bench-'));
  try {
    const portal = await standIns.ask('openPortal', { limited: true, commandMs, recipients: NOTIFICATIONS });
    const certificateFile = join(folder, 'certificate.pem');
    await writeFile(certificateFile, portal.certificate);
    const result = await contender({
      webhookUrl: portal.webhookUrl,
      secureUrl: portal.secureUrl,
      certificateFile,
      recipients: Array.from({ length: NOTIFICATIONS }, (_, index) => FIRST_RECIPIENT + index),
      concurrency: CONCURRENCY,
      folder,
      patienceMs: PATIENCE,
    });
    return { result, seen: await standIns.ask('visible'), pace: await standIns.ask('pace') };
  } finally {
    await standIns.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Run = Awaited<ReturnType<typeof run>>;

/** @param least milliseconds that nobody could have been faster than in this run */
function rowOf(contender: string, { result: { ms, believed }, seen, pace }: Run, least: number) {
  const { different, doubled, requests, refused } = seen;
  const done = different >= NOTIFICATIONS;
  return {
    contender,
    seconds: done ? rounded(ms / 1000) : `not done in ${rounded(ms / 1000, 0)}`,
    'at this pace': rounded(least / 1000),
    'of that': done ? rounded(ms / least, 3) : '',
    'pace (ms)': rounded(pace, 1),
    visible: different,
    missing: NOTIFICATIONS - different,
    doubled,
    'believes delivered': believed,
    requests,
    refused,
  };
}

function least(commandMs: number, reserve = 0): number {
  const burst = LIMIT.burst - reserve;
  const { perSecond } = LIMIT;
  return minimum({ notifications: NOTIFICATIONS, batch: BATCH, concurrency: CONCURRENCY, burst, perSecond, commandMs });
}

async function measure() {
  const tables = [];
  const goals: Goal[] = [];
  for (const commandMs of [40, 4]) {
    const rows: Record<string, string | number>[] = [];
    for (const { name, deliver, reserve, hasGoal } of contenders) {
      const found = await run(deliver, commandMs);
      const row = rowOf(name, found, least(found.pace, reserve));
      rows.push(row);
      if (!hasGoal) continue;
      const times = typeof row['of that'] === 'number' ? row['of that'] : Number.POSITIVE_INFINITY;
      goals.push(goal(`${commandMs} ms, ${name}: times the minimum`, times, 1.05));
      goals.push(
        goal(`${commandMs} ms, ${name}: refused, missing or doubled`, row.refused + row.missing + row.doubled, 0),
      );
    }
    rows.push(
      { contender: `minimum at ${commandMs} ms`, seconds: rounded(least(commandMs) / 1000) },
      {
        contender: `minimum with ${RESERVE} of the burst kept back`,
        seconds: rounded(least(commandMs, RESERVE) / 1000),
      },
    );
    tables.push({ title: `${commandMs} ms for each notification at the portal`, rows });
  }
  return { tables, goals, notes };
}

const notes = [
  `At most ${CONCURRENCY} requests in flight, ${LIMIT.burst} requests at once and ${LIMIT.perSecond} a second.`,
  'The minimum is played: full batches, each at the first moment that a line is free and the bucket has room; no time for network, database or thinking.',
  'The stand-in is slower than it is told to be, more so on a busy machine: "pace" is what it took for a notification in this very run, "at this pace" the minimum for that.',
  `A request to more than ten people leaves ${RESERVE} requests of the burst to others: its minimum is counted with that reserve.`,
  'The time counts from accepting the request to the last delivered. The 300 requests wait in the store, as after an outage: there it counts from the start of delivery.',
  'The script hammers: a refused request counts too, so its bucket never falls and nothing more gets through.',
];

await report('delivery', `how long do ${NOTIFICATIONS} notifications take at the portal's own limits?`, measure);
