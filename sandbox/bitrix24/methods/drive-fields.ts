import type { Caller } from '../access.ts';
import { isoTime } from '../clock.ts';
import { detailUrl, downloadUrl } from '../drive/addresses.ts';
import type { DriveObject, Folder, Storage, StoredFile } from '../drive/drive.ts';
import type { Level } from '../drive/rights.ts';
import type { Call } from '../method.ts';
import { isRecord, scalarText, type Value, wholeNumber } from '../php-value.ts';
import type { PortalState } from '../portal-state.ts';
import { Refusal } from '../refusal.ts';

/** An object as it is answered when it was just made: some numbers are numbers. */
export function madeFields(object: DriveObject, caller: Caller, portal: PortalState): { [field: string]: Value } {
  const fields = shownFields(object, caller, portal);
  const numbers =
    object.type === 'file'
      ? ['ID', 'DELETED_TYPE', 'GLOBAL_CONTENT_VERSION', 'FILE_ID']
      : ['ID', 'REAL_OBJECT_ID', 'DELETED_TYPE'];
  return {
    ...fields,
    ...Object.fromEntries(numbers.map((field) => [field, Number(fields[field])])),
    DELETED_BY: null,
  };
}

/** An object as it is answered when it is asked for: all numbers are text. */
export function shownFields(object: DriveObject, caller: Caller, portal: PortalState): { [field: string]: Value } {
  const { deleted } = object;
  const own = object.type === 'file' ? fileFields(object, caller, portal) : { REAL_OBJECT_ID: String(object.id) };
  return {
    ID: String(object.id),
    NAME: object.name,
    CODE: null,
    STORAGE_ID: String(object.storageId),
    TYPE: object.type,
    PARENT_ID: String(object.parentId ?? 0),
    DELETED_TYPE: deleted === undefined ? '0' : deleted.withParent ? '4' : '3',
    ...own,
    CREATE_TIME: isoTime(object.createdAt),
    UPDATE_TIME: isoTime(object.createdAt),
    DELETE_TIME: deleted === undefined ? null : isoTime(deleted.at),
    CREATED_BY: String(object.createdBy),
    UPDATED_BY: String(object.createdBy),
    DELETED_BY: String(deleted?.by ?? 0),
    DETAIL_URL: detailUrl(object, portal),
  };
}

function fileFields(file: StoredFile, caller: Caller, portal: PortalState): { [field: string]: Value } {
  return {
    GLOBAL_CONTENT_VERSION: '1',
    FILE_ID: String(file.content.id),
    SIZE: String(file.content.bytes),
    DOWNLOAD_URL: downloadUrl(file, caller, portal),
  };
}

export function storageFields(storage: Storage): { [field: string]: Value } {
  return {
    ID: String(storage.id),
    NAME: storage.name,
    CODE: null,
    MODULE_ID: 'disk',
    ENTITY_TYPE: storage.entityType,
    ENTITY_ID: storage.entityId,
    ROOT_OBJECT_ID: String(storage.rootId),
  };
}

/** @throws {Refusal} when there is no such folder or the caller may not do this with it */
export function folderFor({ caller, portal }: Call, id: Value | undefined, level: Level): Folder {
  const folder = objectFor(id, portal);
  if (folder.type !== 'folder' || folder.deleted !== undefined) throw notFound(id);
  if (!portal.drive.may(caller.userId, level, folder)) throw denied();
  return folder;
}

/** A file in the trash can still be asked for. @throws {Refusal} as for a folder */
export function fileFor({ caller, portal }: Call, id: Value | undefined, level: Level): StoredFile {
  const file = objectFor(id, portal);
  if (file.type !== 'file') throw notFound(id);
  if (!portal.drive.may(caller.userId, level, file)) throw denied();
  return file;
}

/** The NAME in `data`; undefined when there is none. */
export function nameIn(data: Value | undefined): string | undefined {
  const name = isRecord(data) ? scalarText(data.NAME)?.trim() : undefined;
  return name === '' ? undefined : name;
}

export function missingArgument(position: number): Refusal {
  return new Refusal(400, 'ERROR_ARGUMENT', `Invalid value of parameter {Parameter #${position}}`);
}

export function notFound(id: Value | undefined): Refusal {
  return new Refusal(400, 'ERROR_NOT_FOUND', `Could not find entity with id \`${scalarText(id) ?? ''}\``);
}

export function denied(): Refusal {
  return new Refusal(400, 'ACCESS_DENIED', 'Access denied');
}

function objectFor(id: Value | undefined, { drive }: PortalState): DriveObject {
  if (id === undefined || id === null || id === '') throw missingArgument(0);
  const object = drive.find(wholeNumber(id));
  if (object === undefined) throw notFound(id);
  return object;
}
