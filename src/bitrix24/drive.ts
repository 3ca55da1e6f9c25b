import { z } from 'zod';
import { BATCH_LIMIT, callBatch } from './batch.ts';
import { type DriveFile, driveFile, driveId } from './drive-file.ts';
import { PortalError } from './errors/portal-error.ts';
import type { Failure } from './failure.ts';
import { profile } from './people.ts';
import type { Answer, CallOptions, Portal } from './portal.ts';
import { badResultError, callError } from './portal-failure.ts';
import type { FileToUpload } from './upload-form.ts';

export type { DriveFile } from './drive-file.ts';
export type { FileToUpload } from './upload-form.ts';

export interface DriveFailed {
  kind: 'failed';
  failure: Failure;
  code: string;
  sentence: string;
}
type Many<T> = ReadonlyMap<string, T | DriveFailed>;

/** Whatever the portal does becomes an outcome; nothing is thrown for it. */
export interface Drive {
  /** The bot's own folder, made where it is not there. Nobody else is given rights to it. */
  home(): Promise<number | DriveFailed>;
  /**
   * Makes a folder for each reader, with read rights for exactly that person. Deleting the folder is the only way to end
   * the access: no method of the portal takes a right back. A folder that is there already is taken as it is.
   */
  folders(wanted: readonly { key: string; name: string; reader: number }[], parent: number): Promise<Many<number>>;
  /** The folder of a name in the bot's folder. */
  find(name: string, parent: number): Promise<number | undefined | DriveFailed>;
  /** What is in a folder, by name. */
  contents(folder: number): Promise<ReadonlyMap<string, DriveFile> | DriveFailed>;
  /** Streams a file in; not repeated, for it may be there even when this failed. */
  upload(folder: number, file: FileToUpload, options?: CallOptions): Promise<DriveFile | DriveFailed>;
  /** Copies inside the portal; a copy has the rights of the folder it comes into, and the name of its source. */
  copy(wanted: readonly { key: string; file: number; folder: number }[]): Promise<Many<DriveFile>>;
  /** Removes folders with all that is in them, for good. `gone`: somebody did already. */
  remove(folders: readonly number[]): Promise<ReadonlyMap<number, 'removed' | 'gone' | DriveFailed>>;
}

const HOME = 'b24notify';
/** A name is taken (`DISK_OBJ_22000`); docs: api-reference/disk/folder/disk-folder-add-subfolder. */
const TAKEN = 'DISK_OBJ_22000';
const GONE = 'ERROR_NOT_FOUND';
/** A batch runs its commands one after the other, and the portal ends a request after 60 s. */
const BATCH_TIMEOUT = 65_000;

const object = z.object({ ID: driveId, NAME: z.string() });
const storage = z.object({ ROOT_OBJECT_ID: driveId });
const task = z.object({ ID: driveId, NAME: z.string() });

/**
 * The part of the portal's Drive that belongs to the bot: a folder `b24notify` in the storage of the application, or of
 * the webhook's owner.
 * @param turn waits until a request may go: the Drive shares the portal's rate with the notifications
 */
export function createDrive(portal: Portal, turn: () => Promise<void>): Drive {
  let homeFolder: Promise<number> | undefined;
  let readTask: Promise<number> | undefined;

  async function ask<T>(method: string, parameters: Record<string, unknown>, shape: z.ZodType<T>): Promise<T> {
    await turn();
    return read(method, await portal.call(method, parameters), shape);
  }

  function read<T>(method: string, answer: Answer, shape: z.ZodType<T>): T {
    const parsed = shape.safeParse(answer.result);
    if (parsed.success) return parsed.data;
    throw badResultError({ method, host: portal.host, mode: portal.mode }, 'what the Drive promises', answer.raw);
  }

  async function batch<T>(
    method: string,
    commands: readonly { key: string; parameters: Record<string, unknown> }[],
    shape: z.ZodType<T>,
  ): Promise<Map<string, T | DriveFailed>> {
    const results = new Map<string, T | DriveFailed>();
    for (let start = 0; start < commands.length; start += BATCH_LIMIT) {
      const some = commands.slice(start, start + BATCH_LIMIT);
      const named = new Map(some.map(({ parameters }, index) => [`c${index}`, { method, parameters }]));
      try {
        await turn();
        const outcomes = await callBatch(portal, named, { timeoutMs: BATCH_TIMEOUT });
        for (const [index, { key }] of some.entries()) {
          const outcome = outcomes.get(`c${index}`);
          if (outcome?.kind === 'answer')
            results.set(key, await guarded(async () => read(method, outcome.answer, shape)));
          else results.set(key, outcome?.kind === 'refused' ? failed(outcome.error) : MISSING);
        }
      } catch (error) {
        if (!(error instanceof PortalError)) throw error;
        for (const { key } of some) results.set(key, failed(error));
      }
    }
    return results;
  }

  async function rootFolder(): Promise<number> {
    if (portal.mode === 'application') {
      try {
        return (await ask('disk.storage.getForApp', {}, storage)).ROOT_OBJECT_ID;
      } catch (error) {
        // Only an administrator's application has a storage of its own; everybody has one as a person.
        if (!(error instanceof PortalError) || !['ACCESS_DENIED', GONE].includes(error.code)) throw error;
      }
    }
    await turn();
    const { id: owner } = await profile(portal);
    const filter = { ENTITY_TYPE: 'user', ENTITY_ID: owner };
    const [own] = await ask('disk.storage.getList', { filter }, z.array(storage).min(1));
    return own?.ROOT_OBJECT_ID ?? 0;
  }

  async function find(name: string, parent: number): Promise<number | undefined> {
    const found = await ask('disk.folder.getChildren', { id: parent, filter: { NAME: name } }, z.array(object));
    return found.find((child) => child.NAME === name)?.ID;
  }

  async function openHome(): Promise<number> {
    const root = await rootFolder();
    const known = await find(HOME, root);
    if (known !== undefined) return known;
    try {
      return (await ask('disk.folder.addSubFolder', { id: root, data: { NAME: HOME } }, object)).ID;
    } catch (error) {
      // Another copy of the bot made it at the same moment.
      const made = error instanceof PortalError && error.code === TAKEN ? await find(HOME, root) : undefined;
      if (made === undefined) throw error;
      return made;
    }
  }

  /** Task ids differ from portal to portal: a wrong one is stored and gives nothing. */
  async function readingTask(): Promise<number> {
    const tasks = await ask('disk.rights.getTasks', {}, z.array(task));
    const reading = tasks.find(({ NAME }) => NAME === 'disk_access_read');
    if (reading === undefined) throw noReadingTask(portal);
    return reading.ID;
  }

  function home(): Promise<number> {
    homeFolder ??= openHome().catch((error: unknown) => {
      homeFolder = undefined;
      throw error;
    });
    return homeFolder;
  }

  function reading(): Promise<number> {
    readTask ??= readingTask().catch((error: unknown) => {
      readTask = undefined;
      throw error;
    });
    return readTask;
  }

  async function made(
    { key, name }: { key: string; name: string },
    results: ReadonlyMap<string, z.output<typeof object> | DriveFailed>,
    parent: number,
  ): Promise<number | DriveFailed> {
    const result = results.get(key) ?? MISSING;
    if (!isFailed(result)) return result.ID;
    // The bot's folder was deleted by somebody: the next request makes it anew.
    if (result.code === GONE) homeFolder = undefined;
    if (result.code !== TAKEN && result.failure !== 'unknown') return result;
    return (await guarded(() => find(name, parent))) ?? result;
  }

  return {
    home: () => guarded(home),
    find: (name, parent) => guarded(() => find(name, parent)),

    async folders(wanted, parent) {
      const taskId = await guarded(reading);
      if (isFailed(taskId)) return new Map(wanted.map(({ key }) => [key, taskId]));
      const commands = wanted.map(({ key, name, reader }) => ({
        key,
        parameters: { id: parent, data: { NAME: name }, rights: [{ TASK_ID: taskId, ACCESS_CODE: `U${reader}` }] },
      }));
      const results = await batch('disk.folder.addSubFolder', commands, object);
      const folders = new Map<string, number | DriveFailed>();
      for (const each of wanted) folders.set(each.key, await made(each, results, parent));
      return folders;
    },

    contents: (folder) =>
      guarded(async () => {
        const files = new Map<string, DriveFile>();
        for (let start: number | undefined = 0; start !== undefined; ) {
          await turn();
          const answer: Answer = await portal.call('disk.folder.getChildren', { id: folder, start });
          for (const child of read('disk.folder.getChildren', answer, z.array(z.unknown()))) {
            const parsed = driveFile.safeParse(child);
            if (parsed.success) files.set(parsed.data.name, parsed.data);
          }
          start = answer.next;
        }
        return files;
      }),

    upload: (folder, content, options) =>
      guarded(async () => {
        // Two steps are two requests.
        await turn();
        await turn();
        return read('disk.folder.uploadFile', await portal.upload(folder, content, options), driveFile);
      }),

    copy(wanted) {
      const commands = wanted.map(({ key, file, folder }) => ({
        key,
        parameters: { id: file, targetFolderId: folder },
      }));
      return batch('disk.file.copyTo', commands, driveFile);
    },

    async remove(folders) {
      const commands = folders.map((folder) => ({ key: String(folder), parameters: { id: folder } }));
      const results = await batch('disk.folder.deleteTree', commands, z.unknown());
      return new Map(
        folders.map((folder): [number, 'removed' | 'gone' | DriveFailed] => {
          const result = results.get(String(folder));
          if (!isFailed(result)) return [folder, 'removed'];
          return [folder, result.code === GONE ? 'gone' : result];
        }),
      );
    },
  };
}

function noReadingTask({ host, mode }: Portal): PortalError {
  return callError(
    { method: 'disk.rights.getTasks', host, mode },
    { failure: 'defect', code: 'NO_READING_TASK', what: 'named no level disk_access_read' },
  );
}

function isFailed(result: unknown): result is DriveFailed {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'failed';
}

async function guarded<T>(work: () => Promise<T>): Promise<T | DriveFailed> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return failed(error);
  }
}

function failed({ failure, code, message }: PortalError): DriveFailed {
  return { kind: 'failed', failure, code, sentence: message };
}

const MISSING: DriveFailed = {
  kind: 'failed',
  failure: 'unknown',
  code: 'MISSING_IN_BATCH',
  sentence: 'The portal answered the batch without a word on this command.',
};
