import { chmod, chown, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { ConfigurationError } from './configuration-error.ts';

/**
 * Writes a file whole or not at all: whoever reads it, and whatever ends the process, it is the old or the new one. A link
 * stays a link, and the owner stays who it was.
 * @param mode rights of the file; without it, those of what is there, else what the system gives a new file
 * @throws ConfigurationError when it cannot be written; what was there is as it was
 */
export async function writeWholeFile(path: string, text: string, mode?: number): Promise<void> {
  const target = await targetOf(path);
  const former = await stat(target).catch(() => undefined);
  const beside = besideOf(target);
  const rights = mode ?? (former && former.mode & 0o777);
  try {
    const file = await open(beside, 'wx', rights ?? 0o666);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    // The mask of the process may have taken rights away that the former file had.
    if (rights !== undefined) await chmod(beside, rights);
    if (former && former.uid !== process.getuid?.()) await chown(beside, former.uid, former.gid);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw notWritable(path, error);
  }
}

/**
 * Finds out whether {@link writeWholeFile} could write a file, and leaves nothing behind.
 * @throws ConfigurationError when it could not
 */
export async function expectWritable(path: string): Promise<void> {
  const beside = besideOf(await targetOf(path));
  try {
    await (await open(beside, 'wx', 0o600)).close();
    await rm(beside);
  } catch (error) {
    throw notWritable(path, error);
  }
}

function targetOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

function besideOf(target: string): string {
  return `${target}.${process.pid}.tmp`;
}

function notWritable(path: string, error: unknown): ConfigurationError {
  const code = error instanceof Error && 'code' in error ? error.code : error;
  const mend = 'Check that its folder is there and that you may write to it.';
  return new ConfigurationError([{ where: path, wrong: `cannot be written (${code}).`, mend }]);
}
