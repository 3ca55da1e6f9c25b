/** Benchmark 4: whether taking the next ones, and memory, grow with what waits. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectStore, type StoreAddress } from '../../src/store/store.ts';
import { type Helper, startHelper } from '../process/helper.ts';
import { startPostgres } from '../process/postgres.ts';
import { type Goal, goal, report } from '../report/report.ts';
import { median, rounded } from '../report/spread.ts';
import { fill, type Shape } from './fill.ts';
import type { Round, Taker } from './taker.ts';

const SIZES = [1000, 100_000, 1_000_000];
const SHAPES: readonly Shape[] = ['one large request', 'small requests'];

/** Nothing else is left of a thousand after these and the one that warms up. */
const ROUNDS = 15;

interface Worked extends Round {
  rssMB: number;
}

/** Backlogs of each size at the same time: they take turns, so that a busy moment of the machine touches all. */
async function work(addressOf: (size: number) => Promise<StoreAddress>, shape: Shape): Promise<Worked[]> {
  const takers: Helper<Taker>[] = [];
  try {
    for (const size of SIZES) {
      const address = await addressOf(size);
      const store = await connectStore(address);
      await fill(store, shape, size).finally(() => store.destroy());
      const taker = startHelper<Taker>(new URL('./taker.ts', import.meta.url));
      takers.push(taker);
      await taker.ask('open', { address });
    }
    const rounds = takers.map((): Round[] => []);
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [index, taker] of takers.entries()) {
        const times = await taker.ask('round');
        if (round > 0) rounds[index]?.push(times);
      }
    }
    const memories = await Promise.all(takers.map((taker) => taker.ask('close')));
    return rounds.map((times, index) => ({ ...medians(times), rssMB: memories[index] ?? Number.NaN }));
  } finally {
    await Promise.all(takers.map(({ stop }) => stop()));
  }
}

function medians(rounds: readonly Round[]): Round {
  const of = (step: keyof Round) => median(rounds.map((round) => round[step]));
  return { take: of('take'), note: of('note'), accept: of('accept'), update: of('update') };
}

async function measure() {
  const postgres = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-bench-'));
  const tables = [];
  const goals: Goal[] = [];
  try {
    for (const shape of SHAPES) {
      const name = shape.replaceAll(' ', '_');
      const databases: [string, (size: number) => Promise<StoreAddress>][] = [
        ['SQLite', async (size) => ({ kind: 'sqlite', path: join(folder, `${name}-${size}.sqlite`) })],
        ['PostgreSQL', async (size) => ({ kind: 'postgres', url: await postgres.database(`${name}_${size}`) })],
      ];
      for (const [database, addressOf] of databases) {
        const found = await work(addressOf, shape);
        tables.push({
          title: `${database}, ${shape}`,
          rows: found.map((worked, index) => rowOf(SIZES[index] ?? 0, worked)),
        });
        goals.push(...goalsOf(`${database}, ${shape}`, found));
      }
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return { tables, goals, notes };
}

function rowOf(queued: number, { take, note, accept, update, rssMB }: Worked) {
  return {
    queued,
    'take the next 50 (ms)': rounded(take),
    'limit: change 50 known rows (ms)': rounded(update),
    'note 50 delivered (ms)': rounded(note),
    'accept one more (ms)': rounded(accept),
    'memory (MB)': Math.round(rssMB),
  };
}

/** What counts as flat: a little more for a deeper index, not a part of what waits. */
const FLAT = 2;

function goalsOf(name: string, found: readonly Worked[]): Goal[] {
  const [least] = found;
  const most = found.at(-1);
  if (least === undefined || most === undefined) return [];
  return [
    goal(
      `${name}: take with ${SIZES.at(-1)} queued, times that with ${SIZES[0]}`,
      rounded(most.take / least.take),
      FLAT,
    ),
    goal(`${name}: note, times`, rounded(most.note / least.note), FLAT),
    goal(`${name}: memory, times`, rounded(most.rssMB / least.rssMB), 1.25),
  ];
}

const notes = [
  'The peer is the same outbox with a thousand queued; the limit is a transaction that changes fifty rows it need not look for.',
  `Medians of ${ROUNDS} rounds, each size in a fresh process, taking turns; the rows are copies of what the outbox wrote, made in the database.`,
];

await report('backlog', 'does taking the next fifty slow down with what waits?', measure);
