import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** A program that says on stdout when it is ready. */
export interface Program {
  /** What Node is given: the module, with options before it. */
  argv: readonly string[];
  env: Record<string, string>;
  folder: string;
  says: string;
}

/** What one start took. Memory in MB, time in ms. */
export interface Start {
  ready: number;
  /** Time on a processor until then, which a busy machine changes little. */
  cpu: number;
  /** All memory that it occupies, shared or not, after it was idle. */
  rss: number;
  /** The same with shared pages divided among those who share them. */
  pss: number;
  /** What is its own alone and in no file: heap, buffers, compiled code. */
  anonymous: number;
}

/** Long enough for what goes on after the start (a first question to the portal) and the collection of its garbage. */
const IDLE = 5000;
/** Of /proc/<pid>/stat, in every Linux. */
const TICK = 10;

/** Starts a program, lets it stand idle, measures and ends it. */
export async function oneStart({ argv, env, folder, says }: Program): Promise<Start> {
  const began = performance.now();
  const child = spawn(process.execPath, argv, {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  try {
    await readiness(child, says);
    const ready = performance.now() - began;
    const cpu = cpuOf(child.pid);
    await new Promise((resolve) => setTimeout(resolve, IDLE));
    return { ready, cpu, ...memoryOf(child.pid) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function readiness(child: ChildProcess, says: string): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes(says)) resolve();
      });
    }
    child.on('exit', () => reject(new Error(`It ended before it was ready:\n${said}`)));
  });
}

function cpuOf(pid: number | undefined): number {
  const [user = '0', system = '0'] =
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11) ?? [];
  return (Number(user) + Number(system)) * TICK;
}

function memoryOf(pid: number | undefined): Pick<Start, 'rss' | 'pss' | 'anonymous'> {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const MB = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]) / 1024;
  return { rss: MB('Rss'), pss: MB('Pss'), anonymous: MB('Anonymous') };
}
