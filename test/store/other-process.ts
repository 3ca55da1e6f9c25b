import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/**
 * Runs a few lines as another process until the test ends, or until it ends by itself.
 * @param source a module; `process.send` says that it is ready
 * @returns what it said first
 */
export async function otherProcess(source: string) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  const [said] = await Promise.race([once(child, 'message'), exited.then(() => ['it ended without a word'])]);
  return { said: said as unknown, kill };
}

/** The address of a module of the bot's, for the lines above. */
export function moduleOf(path: string): string {
  return JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);
}
