import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { highWaterMark } from '../process/peak-memory.ts';

/**
 * Runs curl to its end.
 * @returns the peak of its memory in bytes, as far as Linux tells it while it runs, and what it wrote
 */
export async function curl(args: readonly string[]): Promise<{ peak: number; wrote: string }> {
  const child = spawn('curl', ['-sSf', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, (child.pid && highWaterMark(child.pid)) || 0);
  };
  const looking = setInterval(look, 20);
  let wrote = '';
  child.stdout.on('data', (chunk: Buffer) => {
    wrote += chunk.toString();
  });
  try {
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`curl ended with ${code}`);
  } finally {
    clearInterval(looking);
  }
  return { peak, wrote };
}
