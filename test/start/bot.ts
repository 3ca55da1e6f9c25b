import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { startPortal } from '../../sandbox/bitrix24/portal.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';

const MAIN = join(import.meta.dirname, '../../src/main.ts');
/** Node keeps compiled sources here: each start is shorter by a third. */
const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/node-compile');
/** What starting and stopping may take on a busy machine. */
const PATIENCE = 15_000;

export type Transport = 'http' | 'socket';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** An empty folder, as somebody starts in. */
export async function newFolder(files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-start-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

/**
 * `npm start` in a folder, with this environment and nothing else.
 * @param inShell below a shell of its own that is there to the end, as npm starts it; signals reach the shell alone
 */
export function startProcess(env: Record<string, string>, folder: string, { inShell = false } = {}) {
  const command = [process.execPath, MAIN];
  const [file = '', ...args] = inShell ? ['/bin/sh', '-c', '"$0" "$1"; exit $?', ...command] : command;
  const child = spawn(file, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      written[name] += chunk;
      for (const look of waiting) look();
    });
  }
  const closed = once(child, 'close').then(([code]: unknown[]) => code);
  cleanups.push(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  const all = () => `${written.stdout}${written.stderr}`;
  return {
    written,
    all,
    /** Resolves with the exit code. */
    ended: () => within(closed, () => `The bot did not end. It wrote:\n${all()}`),
    /** Resolves when the log or stderr holds this. */
    says: (words: string) => {
      const said = new Promise<void>((resolve) => {
        const look = () => all().includes(words) && resolve();
        waiting.add(look);
        look();
      });
      const ended = closed.then((code) => {
        if (!all().includes(words)) throw new Error(`The bot ended with ${code} before “${words}”:\n${all()}`);
      });
      return within(Promise.race([said, ended]), () => `The bot did not say “${words}”. It wrote:\n${all()}`);
    },
    kill: (signal: 'SIGTERM' | 'SIGINT') => child.kill(signal),
  };
}

async function within<T>(awaited: Promise<T>, otherwise: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise())), PATIENCE);
  });
  try {
    return await Promise.race([awaited, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** The stand-ins, a folder with people.yml, and the environment that joins them. */
export async function surroundings(transport: Transport) {
  const workspace = await startWorkspace({ domain: 'acme' });
  cleanups.push(() => workspace.stop());
  const portal = await startPortal({ limited: false });
  cleanups.push(() => portal.stop());
  const ivan = workspace.people.add({ name: 'ivan', realName: 'Ivan Petrov', email: 'ivan@example.com' });
  portal.people.add({ id: 10, name: 'Ivan', lastName: 'Petrov', email: 'ivan@example.com' });
  const folder = await newFolder({ 'people.yml': `people:\n  - { slack: ${ivan.id}, bitrix24: 10 }\n` });
  const [port, opsPort] = [await freePort(), await freePort()];
  const env: Record<string, string> = {
    SLACK_BOT_TOKEN: workspace.botToken,
    ...(transport === 'socket'
      ? { SLACK_APP_TOKEN: workspace.appToken }
      : { SLACK_SIGNING_SECRET: workspace.signingSecret }),
    SLACK_API_URL: workspace.apiUrl,
    BITRIX24_WEBHOOK_URL: portal.webhookUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    OPS_PORT: String(opsPort),
  };
  workspace.deliverOverHttp(`http://127.0.0.1:${port}/slack/events`);
  const secrets = [
    workspace.botToken,
    workspace.appToken,
    workspace.signingSecret,
    portal.webhookUrl.split('/').at(-2) ?? '',
  ];
  return {
    workspace,
    portal,
    folder,
    env,
    port,
    opsPort,
    ivan: workspace.as(ivan),
    secrets,
    start: (more: Record<string, string> = {}, how: { inShell?: boolean } = {}) =>
      startProcess({ ...env, ...more }, folder, how),
    async ready(): Promise<{ status: number; body: unknown }> {
      const response = await fetch(`http://127.0.0.1:${opsPort}/readyz`);
      return { status: response.status, body: await response.json() };
    },
  };
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const { port, close } = await takenPort();
  await close();
  return port;
}

/** A port that somebody else listens on. */
export async function takenPort(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A server on loopback has a port.');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  cleanups.push(close);
  return { port: address.port, close };
}
