import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { median, rounded } from './spread.ts';

/** Where figures were measured: they say nothing without it. */
export interface Machine {
  node: string;
  cores: number;
  processor: string;
  memoryGB: number;
  /** Processes that wanted a core, on average over the last minute, before the benchmark began. */
  load: number;
  /** Milliseconds of one durable SQLite transaction: what storing before acknowledging costs at the very least. */
  durableCommitMs: number;
}

export function machine(): Machine {
  return {
    node: process.version,
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGB: Math.round(totalmem() / 1024 ** 3),
    load: rounded(loadavg()[0] ?? 0, 1),
    durableCommitMs: rounded(median(durableCommits(100))),
  };
}

export function machineLine({ node, cores, processor, memoryGB, load, durableCommitMs }: Machine): string {
  return `Node ${node}, ${cores} cores (${processor}), ${memoryGB} GB, load ${load} before, durable commit ${durableCommitMs} ms`;
}

/** Milliseconds of so many durable transactions, with the settings of the bot's own SQLite store. */
export function durableCommits(count: number): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'b24notify-bench-'));
  const database = new DatabaseSync(join(folder, 'commit.sqlite'));
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE line (text TEXT)');
    const insert = database.prepare('INSERT INTO line VALUES (?)');
    return Array.from({ length: count }, () => {
      const startedAt = performance.now();
      insert.run('x'.repeat(500));
      return performance.now() - startedAt;
    });
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
