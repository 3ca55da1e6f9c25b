import { isPicture, type SlackFile } from './slack-file.ts';

/** How a file is handed to the reader. */
export type Handed =
  | { kind: 'picture'; name: string; size: number; link: string; width?: number; height?: number }
  | { kind: 'file'; name: string; size: number; link: string }
  /** Only its name and size are told. */
  | { kind: 'name'; name: string; size: number };

/** Why a file is left out. What the sender reads about it is written in `slack/`. */
export type FileLeftOut = 'deleted' | 'hidden' | 'denied' | 'no link';

export interface Handing {
  handed: Handed[];
  leftOut: { name: string; why: FileLeftOut }[];
}

/** Asks Slack about one file again (files.info). @returns undefined when the bot may not see it */
export type FileInfo = (id: string) => Promise<SlackFile | undefined>;

/**
 * Decides how each file reaches the reader.
 *
 * `permalink`: Slack's own link, which opens for people with a Slack account · `off`: names and sizes only.
 * A file that cannot be handed over never stops the others.
 */
export async function handOver(
  files: readonly SlackFile[],
  way: 'permalink' | 'off',
  fileInfo: FileInfo,
): Promise<Handing> {
  const known = await Promise.all(
    files.map(async (file) => {
      if (file.standing !== 'ask') return file;
      return (await fileInfo(file.id).catch(() => undefined)) ?? denied(file);
    }),
  );
  const handing: Handing = { handed: [], leftOut: [] };
  for (const file of known) {
    const { name, size, link } = file;
    if (file.standing !== 'there') {
      handing.leftOut.push({ name, why: file.standing === 'ask' ? 'denied' : file.standing });
    } else if (way === 'off') handing.handed.push({ kind: 'name', name, size });
    else if (link === undefined) handing.leftOut.push({ name, why: 'no link' });
    else handing.handed.push(asBlock(file, link));
  }
  return handing;
}

function asBlock(file: SlackFile, link: string): Handed {
  const { name, size, width, height } = file;
  if (!isPicture(file)) return { kind: 'file', name, size, link };
  return { kind: 'picture', name, size, link, ...(width && height && { width, height }) };
}

function denied(file: SlackFile): SlackFile {
  return { ...file, standing: 'denied' };
}
