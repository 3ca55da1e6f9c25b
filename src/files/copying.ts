import type { CopyJob, CopyResult, FileCopies } from '../outbox/file-copies.ts';
import type { FilePlan } from '../outbox/file-plan.ts';
import { type Carrying, carry, mayPass, whyNotCopied } from './carrying.ts';
import { type CopiedFile, type DriveFailed, isFailed } from './drive-port.ts';
import type { FileLinked } from './handing.ts';
import type { Slots } from './slots.ts';

export interface Copying extends Carrying {
  copies: FileCopies;
  /** Files that stream at the same time. */
  slots: Slots;
}

/** A notification whose reader has a folder now. */
interface Reader {
  notificationId: string;
  folder: number;
  /** An earlier process may have brought something there. */
  resumed: boolean;
  pending: readonly number[];
}

/**
 * Brings the files of one request into the Drive: a folder for each reader, each file streamed once, and copied inside
 * the portal for the other readers. Every step can be repeated: folders and files have names of their own, and what is
 * there already is taken. What has not ended when `signal` says so stays as it is.
 */
export async function copyFiles(requestId: string, copying: Copying, signal: AbortSignal): Promise<void> {
  const job = await copying.copies.job(requestId);
  if (job === undefined) return;
  const readers = await withFolders(job, copying);
  await Promise.all(
    job.plans.map(async (plan, position) => {
      const { source } = plan;
      const waiting = readers.filter(({ pending }) => pending.includes(position));
      if (source !== undefined && waiting.length > 0 && !signal.aborted) {
        await copyFile(requestId, { ...plan, source }, position, waiting, copying, signal);
      }
    }),
  );
}

async function withFolders(job: CopyJob, { drive, copies }: Copying): Promise<Reader[]> {
  const known = job.readers.flatMap(({ notificationId, folder, pending }): Reader[] =>
    folder?.id === undefined ? [] : [{ notificationId, folder: folder.id, resumed: true, pending }],
  );
  const without = job.readers.filter(({ folder }) => folder?.id === undefined);
  if (without.length === 0) return known;
  await copies.beginFolders(without.map(({ notificationId }) => notificationId));
  const wanted = without.map(({ notificationId, recipient }) => ({
    key: notificationId,
    name: notificationId,
    reader: recipient,
  }));
  const make = async (): Promise<ReadonlyMap<string, number | DriveFailed>> => {
    const home = await drive.home();
    return isFailed(home) ? new Map(wanted.map(({ key }) => [key, home])) : drive.folders(wanted, home);
  };
  let made = await make();
  // What was made the first time is taken the second time.
  if ([...made.values()].some((folder) => isFailed(folder) && mayBeMended(folder))) made = await make();
  const failures: CopyResult[] = [];
  const readers: Reader[] = [];
  for (const { notificationId, folder: begun, pending } of without) {
    const folder = made.get(notificationId) ?? NO_WORD;
    if (isFailed(folder)) failures.push(...failuresOf(notificationId, pending, whyNotCopied(folder)));
    else {
      await copies.noteFolder(notificationId, folder);
      readers.push({ notificationId, folder, resumed: begun !== undefined, pending });
    }
  }
  await copies.note(failures);
  return [...known, ...readers];
}

async function copyFile(
  requestId: string,
  plan: FilePlan & { source: NonNullable<FilePlan['source']> },
  position: number,
  readers: readonly Reader[],
  copying: Copying,
  signal: AbortSignal,
): Promise<void> {
  const { copies, drive, slots } = copying;
  const ready = (notificationId: string, { id, page, show }: CopiedFile): CopyResult => {
    return { notificationId, position, kind: 'ready', objectId: id, page, show };
  };
  const failed = (notificationId: string, why: FileLinked): CopyResult => {
    return { notificationId, position, kind: 'failed', why };
  };

  /** @returns the readers for whom the portal could not copy it */
  async function copyInside(file: number, some: readonly Reader[]): Promise<[Reader, DriveFailed][]> {
    if (some.length === 0) return [];
    const results = await drive.copy(some.map(({ notificationId, folder }) => ({ key: notificationId, file, folder })));
    const left: [Reader, DriveFailed][] = [];
    for (const reader of some) {
      const result = results.get(reader.notificationId) ?? NO_WORD;
      if (isFailed(result)) left.push([reader, result]);
      else await copies.note([ready(reader.notificationId, result)]);
    }
    return left;
  }

  async function copyOnce(file: number, { notificationId, folder }: Reader): Promise<CopiedFile | undefined> {
    const result = (await drive.copy([{ key: notificationId, file, folder }])).get(notificationId);
    return isFailed(result) ? undefined : result;
  }

  const source = await copies.source(requestId, plan);
  const [first, ...others] =
    source === undefined ? readers : (await copyInside(source, readers)).map(([reader]) => reader);
  if (first === undefined) return;
  // A copy that did not work is fetched again: its source may have been removed meanwhile, or be there already.
  const mayBeThere = first.resumed || source !== undefined;
  const carried = await slots.with(() => carry(plan, first.folder, copying, signal, mayBeThere));
  if (signal.aborted && carried.kind === 'failed') return;
  if (carried.kind === 'failed') {
    await copies.note([first, ...others].map(({ notificationId }) => failed(notificationId, carried.why)));
    return;
  }
  await copies.note([ready(first.notificationId, carried.file)]);
  for (const [reader, failure] of await copyInside(carried.file.id, others)) {
    // Its answer was lost, or an earlier process did it: then it is there under its name.
    const contents = await drive.contents(reader.folder);
    const there = isFailed(contents) ? undefined : contents.get(plan.source.name);
    const again = there ?? (mayPass(failure) ? await copyOnce(carried.file.id, reader) : undefined);
    const result =
      again === undefined ? failed(reader.notificationId, whyNotCopied(failure)) : ready(reader.notificationId, again);
    await copies.note([result]);
  }
}

function failuresOf(notificationId: string, positions: readonly number[], why: FileLinked): CopyResult[] {
  return positions.map((position) => ({ notificationId, position, kind: 'failed', why }));
}

/** Bad luck, or somebody removed the bot's folder. */
function mayBeMended(failure: DriveFailed): boolean {
  return mayPass(failure) || failure.code === 'ERROR_NOT_FOUND';
}

const NO_WORD: DriveFailed = {
  kind: 'failed',
  failure: 'unknown',
  code: 'NO_WORD',
  sentence: 'The portal said nothing.',
};
