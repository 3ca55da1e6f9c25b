import { spawn } from 'node:child_process';
import { once } from 'node:events';

const pathOf = (module: string) => new URL(`../../src/${module}`, import.meta.url).pathname;
/** The options of `npm start`. */
const ARGV = [
  '--max-semi-space-size=4',
  '--v8-pool-size=1',
  '--import',
  pathOf('compile-cache.mjs'),
  pathOf('main.ts'),
];

/**
 * The real bot, as `npm start` runs it, with an environment of its own.
 * @throws with everything it wrote, when it ends instead of getting ready
 */
export async function startBotProcess(env: Record<string, string>, workingFolder: string) {
  const bot = spawn(process.execPath, ARGV, {
    cwd: workingFolder,
    env: { PATH: process.env.PATH, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let listening: () => void = () => {};
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
    listening();
  };
  bot.stdout.on('data', collect);
  bot.stderr.on('data', collect);
  const ended = once(bot, 'exit');
  const ready = new Promise<void>((resolve) => {
    listening = () => output.includes('"b24notify is ready"') && resolve();
  });
  await Promise.race([
    ready,
    ended.then(() => {
      throw new Error(`The bot ended before it was ready:\n${output}`);
    }),
  ]);
  return {
    output: () => output,
    /** Its exit code, once it has ended; null when a signal ended it. */
    ended: ended.then(([code]): number | null => (typeof code === 'number' ? code : null)),
    async stop(): Promise<number | null> {
      bot.kill('SIGTERM');
      const [code] = await ended;
      return typeof code === 'number' ? code : null;
    },
  };
}
