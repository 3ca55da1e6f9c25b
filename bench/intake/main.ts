/** Benchmark 3: acknowledgements while many commands come in, and what became of each command. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { connectStore, type StoreAddress } from '../../src/store/store.ts';
import type { BoltListener } from '../peers/bolt-listener.ts';
import type { HttpListener } from '../peers/http-listener.ts';
import type { Listener } from '../peers/listener.ts';
import { startBot } from '../process/bot.ts';
import { startHelper } from '../process/helper.ts';
import { startPostgres } from '../process/postgres.ts';
import { type Goal, goal, report } from '../report/report.ts';
import { quantile, rounded } from '../report/spread.ts';
import { FIRST_RECIPIENT } from '../stand-ins/first-recipient.ts';
import type { StandIns } from '../stand-ins/process.ts';
import { type Acknowledged, sendCommands, type Target } from './load.ts';

const PER_SECOND = 200;
const SECONDS = 20;
const COMMANDS = PER_SECOND * SECONDS;
const SENDERS = 200;
const RECIPIENTS = 400;
/** To drain afterwards: the rate is the business of the first benchmark. */
const UNBOUND = { BITRIX24_RATE: '1000', BITRIX24_BURST: '10000' };
const LONGEST_DRAIN = 60_000;

/** What one contender made of the load. */
interface Outcome {
  acknowledged: readonly Acknowledged[];
  /** Requests in the store after the bot was stopped; a contender without one has none. */
  stored?: number;
}
type Take = (listener: Listener, load: (url: string) => Promise<Acknowledged[]>, drained: Drained) => Promise<Outcome>;
/** Waits until so many are visible at the portal. */
type Drained = (count: number) => Promise<unknown>;

/** Our bot with the portal's usual rate; stopped, looked into, and started again to bring the rest to the portal. */
function ours(openDatabase: (folder: string) => Promise<{ url: string; address: StoreAddress }>): Take {
  return async (listener, load, drained) => {
    const folder = await mkdtemp(join(tmpdir(), 'b24notify-bench-'));
    try {
      const { url, address } = await openDatabase(folder);
      const bot = await startBot(listener, folder, { DATABASE_URL: url, LOG_LEVEL: 'info' });
      const acknowledged = await load(bot.url);
      await bot.stop();
      const stored = await requestsIn(address);
      const again = await startBot(listener, folder, { DATABASE_URL: url, ...UNBOUND });
      await drained(stored);
      await again.stop();
      return { acknowledged, stored };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

async function requestsIn(address: StoreAddress): Promise<number> {
  const store = await connectStore(address);
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM request`.execute(store);
  await store.destroy();
  return Number(rows[0]?.count);
}

const onSqlite = ours(async (folder) => {
  const path = join(folder, 'store.sqlite');
  return { url: `sqlite:${path}`, address: { kind: 'sqlite', path } };
});

const bolt: Take = async (listener, load, drained) => {
  const helper = startHelper<BoltListener>(new URL('../peers/bolt-listener.ts', import.meta.url));
  const acknowledged = await load((await helper.ask('start', listener)).url);
  await drained(accepted(acknowledged));
  await helper.stop();
  return { acknowledged };
};

const http: Take = async (listener, load, drained) => {
  const helper = startHelper<HttpListener>(new URL('../peers/http-listener.ts', import.meta.url));
  const acknowledged = await load((await helper.ask('start', listener)).url);
  await drained(accepted(acknowledged));
  await helper.stop();
  return { acknowledged };
};

function accepted(acknowledged: readonly Acknowledged[]): number {
  return acknowledged.filter(({ refused }) => refused === undefined).length;
}

/** One contender with stand-ins of its own. */
async function run(take: Take) {
  const standIns = startHelper<StandIns>(new URL('../stand-ins/process.ts', import.meta.url));
  try {
    const { webhookUrl } = await standIns.ask('openPortal', { limited: false, commandMs: 0, recipients: RECIPIENTS });
    const workspace = await standIns.ask('openWorkspace', { senders: SENDERS });
    const load = (url: string) => {
      const target: Target = { ...workspace, url, firstRecipient: FIRST_RECIPIENT, recipients: RECIPIENTS };
      return sendCommands(target, PER_SECOND, SECONDS);
    };
    const drained = (count: number) => standIns.ask('whenVisible', { count, timeoutMs: LONGEST_DRAIN });
    const outcome = await take({ ...workspace, webhookUrl }, load, drained);
    return { ...outcome, ...(await standIns.ask('visible')), told: await standIns.ask('told') };
  } finally {
    await standIns.stop();
  }
}

async function measure() {
  const postgres = await startPostgres();
  const onPostgres = ours(async () => {
    const url = await postgres.database('intake');
    return { url, address: { kind: 'postgres', url } };
  });
  const contenders: readonly (readonly [string, Take])[] = [
    ['ours on SQLite', onSqlite],
    ['ours on PostgreSQL', onPostgres],
    ['Bolt 5.1.0 listener, nothing stored', bolt],
    ['limit: node:http alone', http],
  ];
  const rows = [];
  const goals: Goal[] = [];
  try {
    for (const [name, take] of contenders) {
      const found = await run(take);
      const times = found.acknowledged.map(({ ms }) => ms);
      const taken = accepted(found.acknowledged);
      const p99 = rounded(quantile(times, 0.99));
      const max = rounded(Math.max(...times));
      rows.push({
        contender: name,
        p50: rounded(quantile(times, 0.5)),
        p99,
        max,
        acknowledged: taken,
        'not in 3 s': COMMANDS - taken,
        'in the store': found.stored ?? 'none kept',
        visible: found.different,
        doubled: found.doubled,
        told: found.told,
      });
      if (found.stored === undefined) continue;
      const lost = Math.max(0, taken - Math.min(found.stored, found.different));
      goals.push(
        goal(`${name}: acknowledgement p99 in ms`, p99, 50),
        goal(`${name}: not acknowledged in 3 s`, COMMANDS - taken, 0),
        goal(`${name}: acknowledged and lost, or doubled`, lost + found.doubled, 0),
      );
    }
  } finally {
    await postgres.stop();
  }
  return {
    tables: [{ title: `Milliseconds to the acknowledgement, ${PER_SECOND} commands a second for ${SECONDS} s`, rows }],
    goals,
    notes,
  };
}

const notes = [
  'Times count from the moment a command was to be sent (open loop), so they hold whatever stands in the way, also that the load, the stand-ins and the database share the cores.',
  'Ours stores, then acknowledges, and delivers at the usual rate meanwhile; then it is stopped, the store counted, and a new process without that rate delivers the rest.',
  'What was not acknowledged in 3 s may be stored and delivered all the same: Slack tells its sender that it failed.',
  'The peer and the limit acknowledge first and keep nothing: what they have in hand is lost when they end.',
];

await report('intake', `how fast are ${PER_SECOND} commands a second acknowledged, and is any lost?`, measure);
