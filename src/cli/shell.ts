import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Output } from './output.ts';
import { UsageError } from './usage-error.ts';

/** What a command is started with. */
export interface Shell {
  env: NodeJS.ProcessEnv;
  /** Where the operator stands: relative paths begin there. */
  folder: string;
  /** Where the bot is started: its `.env` is there, and relative paths of its settings begin there. */
  home: string;
  stdin: Readable;
  output: Output;
}

/** npm changes to the project's folder before it runs a script, and leaves the operator's in INIT_CWD. */
export function startFolder(env: NodeJS.ProcessEnv, cwd: string): string {
  return (env.npm_lifecycle_event === 'b24notify' && env.INIT_CWD) || cwd;
}

/**
 * The whole text of a file, or of stdin for `-`, without a last line break.
 * @param option the option it is for, to name it in the error
 * @throws UsageError when it can't be read or is not UTF-8
 */
export async function readText(source: string, option: string, shell: Shell): Promise<string> {
  const bytes = source === '-' ? await readAll(shell.stdin) : await readNamed(source, option, shell.folder);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch (cause) {
    const what = source === '-' ? 'What came on stdin' : `The file ${source}`;
    throw new UsageError(`${what} for ${option} is not UTF-8.`, 'Save it as UTF-8.', cause);
  }
}

async function readNamed(path: string, option: string, folder: string): Promise<Buffer> {
  const full = resolve(folder, path);
  try {
    return await readFile(full);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? cause.code : cause;
    throw new UsageError(`${option} names the file ${full}, which cannot be read (${why}).`, 'Check its path.', cause);
  }
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
