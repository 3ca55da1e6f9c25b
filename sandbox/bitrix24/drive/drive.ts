import type { Now } from '../clock.ts';
import type { People, Person } from '../people.ts';
import { Refusal } from '../refusal.ts';
import { type Content, Contents } from './contents.ts';
import { covers, LEVELS, type Level, means, type Right, Tasks } from './rights.ts';

export interface Storage {
  id: number;
  name: string;
  entityType: 'user' | 'common' | 'restapp';
  entityId: string;
  rootId: number;
}

interface Placed {
  id: number;
  name: string;
  storageId: number;
  /** Undefined for the root of a storage. */
  parentId: number | undefined;
  rights: Right[];
  createdBy: number;
  createdAt: number;
  /** In the trash since then, moved by this person. */
  deleted: { at: number; by: number; withParent: boolean } | undefined;
}

export type Folder = Placed & { type: 'folder' };
export type StoredFile = Placed & { type: 'file'; content: Content };
export type DriveObject = Folder | StoredFile;

/** Storages, folders and files with their rights, which pass from a folder to all that is in it. */
export class Drive {
  readonly tasks = new Tasks();
  readonly contents = new Contents();
  /** Bytes that still fit. */
  quota = Number.POSITIVE_INFINITY;
  /** Bytes of the largest file that may be stored. */
  largestFile = Number.POSITIVE_INFINITY;
  readonly #objects = new Map<number, DriveObject>();
  readonly #storages = new Map<number, Storage>();
  readonly #storagesByOwner = new Map<string, Storage>();
  readonly #people: People;
  readonly #now: Now;
  #lastId = 8000;

  constructor(people: People, now: Now) {
    this.#people = people;
    this.#now = now;
    this.#addStorage('Company drive', 'common', 'shared_files_s1', [
      { accessCode: '*', taskId: this.tasks.idOf('disk_access_edit') },
    ]);
  }

  /** Every person has a storage; that of an application is not among these. */
  storages(): Storage[] {
    for (const person of this.#people.all()) this.#storageOf('user', String(person.id), person.name, person.id);
    return [...this.#storages.values()].filter(({ entityType }) => entityType !== 'restapp');
  }

  applicationStorage(clientId: string): Storage {
    return this.#storageOf('restapp', clientId, 'Application', 1);
  }

  storage(id: number): Storage | undefined {
    return this.#storages.get(id);
  }

  find(id: number): DriveObject | undefined {
    return this.#objects.get(id);
  }

  all(): DriveObject[] {
    return [...this.#objects.values()];
  }

  /** What is directly in a folder, without the trash. */
  childrenOf(folderId: number): DriveObject[] {
    return this.all().filter((object) => object.parentId === folderId && object.deleted === undefined);
  }

  /** From the root of the storage down to the object itself. */
  pathOf(object: DriveObject): DriveObject[] {
    const parent = object.parentId === undefined ? undefined : this.find(object.parentId);
    return parent === undefined ? [object] : [...this.pathOf(parent), object];
  }

  /** The most that this person may do with it: the highest of all rights on it and on what it is in. */
  levelOf(userId: number, object: DriveObject): Level | undefined {
    const person = this.#people.find(userId);
    if (person === undefined || !person.active) return undefined;
    const given = this.pathOf(object).flatMap(({ rights }) =>
      rights.filter((right) => means(right.accessCode, person)),
    );
    const levels = given.map(({ taskId }) => this.tasks.levelOf(taskId));
    return LEVELS.findLast((level) => levels.includes(level));
  }

  may(userId: number, level: Level, object: DriveObject): boolean {
    return covers(this.levelOf(userId, object), level);
  }

  /** Everybody who can read it. */
  readersOf(object: DriveObject): Person[] {
    return this.#people.all().filter(({ id }) => this.may(id, 'disk_access_read', object));
  }

  /** @throws {Refusal} DISK_OBJ_22000 when the name is taken */
  addFolder(parent: Folder, name: string, rights: Right[], by: number): Folder {
    const folder: Folder = { type: 'folder', ...this.#place(parent, this.#freeName(parent, name, false), rights, by) };
    this.#objects.set(folder.id, folder);
    return folder;
  }

  /** @throws {Refusal} when it is too large, does not fit, or its name is taken and may not be changed */
  addFile(parent: Folder, name: string, content: Content, rights: Right[], unique: boolean, by: number): StoredFile {
    if (content.bytes > this.largestFile) throw new Refusal(400, 'DISK_FILE_22006', 'The file is too large');
    if (content.bytes > this.quota) throw notSaved();
    const file: StoredFile = {
      type: 'file',
      content,
      ...this.#place(parent, this.#freeName(parent, name, unique), rights, by),
    };
    this.#objects.set(file.id, file);
    this.quota -= content.bytes;
    return file;
  }

  addRight(object: DriveObject, right: Right): void {
    this.#objects.set(object.id, { ...object, rights: [...object.rights, right] });
  }

  /** To the trash, with all that is in it. */
  trash(object: DriveObject, by: number): DriveObject {
    const deleted = { at: this.#now(), by, withParent: false };
    for (const inside of this.#inside(object))
      this.#objects.set(inside.id, { ...inside, deleted: { ...deleted, withParent: true } });
    const trashed = { ...object, deleted };
    this.#objects.set(object.id, trashed);
    return trashed;
  }

  /** For good, with all that is in it; the bytes go with the last file that has them. */
  async remove(object: DriveObject): Promise<void> {
    for (const gone of [...this.#inside(object), object]) {
      this.#objects.delete(gone.id);
      if (gone.type !== 'file') continue;
      this.quota += gone.content.bytes;
      const shared = this.all().some((other) => other.type === 'file' && other.content.id === gone.content.id);
      if (!shared) await this.contents.forget(gone.content);
    }
  }

  #inside(object: DriveObject): DriveObject[] {
    const direct = this.all().filter(({ parentId }) => parentId === object.id);
    return direct.flatMap((inner) => [...this.#inside(inner), inner]);
  }

  #place(parent: Folder, name: string, rights: Right[], createdBy: number): Placed {
    return {
      id: this.#nextId(),
      name,
      storageId: parent.storageId,
      parentId: parent.id,
      rights,
      createdBy,
      createdAt: this.#now(),
      deleted: undefined,
    };
  }

  /** Names count in any case; `log.txt` becomes `log (1).txt` when it may. */
  #freeName(parent: Folder, wanted: string, unique: boolean): string {
    const taken = new Set(this.childrenOf(parent.id).map(({ name }) => name.toLowerCase()));
    const name = storedName(wanted);
    if (!taken.has(name.toLowerCase())) return name;
    if (!unique) throw new Refusal(400, 'DISK_OBJ_22000', 'An object with this name already exists');
    const dot = name.lastIndexOf('.');
    const [base, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    for (let number = 1; ; number++) {
      const next = `${base} (${number})${extension}`;
      if (!taken.has(next.toLowerCase())) return next;
    }
  }

  #storageOf(entityType: Storage['entityType'], entityId: string, name: string, owner: number): Storage {
    const known = this.#storagesByOwner.get(`${entityType} ${entityId}`);
    const full = { accessCode: `U${owner}`, taskId: this.tasks.idOf('disk_access_full') };
    return known ?? this.#addStorage(name, entityType, entityId, [full]);
  }

  #addStorage(name: string, entityType: Storage['entityType'], entityId: string, rights: Right[]): Storage {
    const storage: Storage = { id: this.#nextId(), name, entityType, entityId, rootId: this.#nextId() };
    this.#storages.set(storage.id, storage);
    this.#storagesByOwner.set(`${entityType} ${entityId}`, storage);
    this.#objects.set(storage.rootId, {
      type: 'folder',
      id: storage.rootId,
      name,
      storageId: storage.id,
      parentId: undefined,
      rights,
      createdBy: 1,
      createdAt: this.#now(),
      deleted: undefined,
    });
    return storage;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

/** Signs that no file system takes become underscores (module source: disk/lib/internals/path.php). */
export function storedName(wanted: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what the portal replaces
  return wanted.replace(/[\x01-\x1f<>:"|?*\\/]/g, '_').trim();
}

export function notSaved(): Refusal {
  return new Refusal(400, 'ERROR_COULD_NOT_SAVE_FILE', 'Could not save file');
}
