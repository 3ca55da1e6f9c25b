import type { Drive, StoredFile } from './drive.ts';

/** A file as a test wants to see it. */
export interface DriveFile {
  id: number;
  name: string;
  /** The names of the folders it is in, from the root of the storage down. */
  folders: string[];
  storage: 'user' | 'common' | 'restapp' | undefined;
  bytes: number;
  /** The ids of everybody who can read it, in order. */
  readers: number[];
}

export function driveFiles(drive: Drive): DriveFile[] {
  const files = drive.all().filter((object): object is StoredFile => object.type === 'file');
  return files
    .filter((file) => file.deleted === undefined)
    .map((file) => ({
      id: file.id,
      name: file.name,
      folders: drive
        .pathOf(file)
        .slice(1, -1)
        .map(({ name }) => name),
      storage: drive.storage(file.storageId)?.entityType,
      bytes: file.content.bytes,
      readers: drive.readersOf(file).map(({ id }) => id),
    }));
}
