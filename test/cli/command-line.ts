import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { type PortalOptions, type SandboxPortal, startPortal } from '../../sandbox/bitrix24/portal.ts';

export const projectFolder = resolve(import.meta.dirname, '../..');
const argvOfNpm = ['--import', join(projectFolder, 'src/compile-cache.mjs'), join(projectFolder, 'src/cli/main.ts')];

/** How a command ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  folder?: string;
  stdin?: string | Buffer;
}

/** Runs the real command line as a process of its own, in an environment that holds nothing but `env`. */
export function b24notify(argv: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(process.execPath, [...argvOfNpm, ...argv], options);
}

export async function run(
  command: string,
  argv: readonly string[],
  { env = {}, folder = tmpdir(), stdin = '' }: RunOptions,
): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, argv, { cwd: folder, env: { PATH, HOME, ...env } });
  const ended = new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
  // A command that ends without reading closes its end of the pipe first.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** A stand-in portal for one test, with Ann in it. */
export async function portalWithAnn(options: PortalOptions = {}): Promise<{ portal: SandboxPortal; ann: number }> {
  const portal = await startPortal({ limited: false, ...options });
  onTestFinished(() => portal.stop());
  const ann = portal.people.add({ name: 'Ann', lastName: 'Lee', email: 'ann@example.com' }).id;
  return { portal, ann };
}

/** A folder for one test. */
export async function emptyFolder(files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** The arguments that name a portal in each mode. */
export const naming = {
  webhook: (portal: SandboxPortal) => ['--url', portal.webhookUrl],
  application: (portal: SandboxPortal) => ['--url', portal.url, '--token', portal.application.accessToken],
};
export const modes = ['webhook', 'application'] as const;

export function webhookSecret(portal: SandboxPortal): string {
  return new URL(portal.webhookUrl).pathname.split('/')[3] ?? '';
}
