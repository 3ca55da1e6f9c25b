import { LEVELS } from '../drive/rights.ts';
import { type Call, type Methods, page, type Result } from '../method.ts';
import { isRecord, scalarText, wholeNumber } from '../php-value.ts';
import { denied, folderFor, notFound, shownFields, storageFields } from './drive-fields.ts';
import { upload } from './drive-upload.ts';

/** Storages and access levels (docs: api-reference/disk/storage, api-reference/disk/rights). */
export const driveStorageMethods: Methods = {
  'disk.storage.getlist': { scopes: ['disk'], run: list },
  'disk.storage.getforapp': { scopes: ['disk'], run: forApplication },
  'disk.storage.getchildren': {
    scopes: ['disk'],
    run: (call) => children(call, rootOf(call)),
  },
  'disk.storage.uploadfile': { scopes: ['disk'], run: (call) => upload(call, rootOf(call)) },
  'disk.folder.getchildren': { scopes: ['disk'], run: (call) => children(call, call.parameters.ID) },
  'disk.rights.gettasks': { scopes: ['disk'], run: tasks },
};

const TITLES = ['Reading', 'Adding', 'Editing', 'Full access'];

function list({ parameters, caller, portal, start }: Call): Result {
  const filter = isRecord(parameters.FILTER) ? parameters.FILTER : {};
  const visible = portal.drive.storages().filter((storage) => {
    const root = portal.drive.find(storage.rootId);
    return root !== undefined && portal.drive.may(caller.userId, 'disk_access_read', root);
  });
  const wanted = visible.map(storageFields).filter((fields) =>
    Object.entries(filter).every(([key, value]) => {
      const field = key.replace(/^[=%]+/, '').toUpperCase();
      return !(field in fields) || scalarText(fields[field]) === scalarText(value);
    }),
  );
  return page(wanted, start);
}

/** The application's own storage: for the application, called by an administrator. */
function forApplication({ caller, portal }: Call): Result {
  if (caller.by.kind !== 'application' || caller.userId !== 1) throw denied();
  return { result: storageFields(portal.drive.applicationStorage(caller.by.clientId)) };
}

function rootOf({ parameters, portal }: Call): number {
  const storage = portal.drive.storage(wholeNumber(parameters.ID));
  if (storage === undefined) throw notFound(parameters.ID);
  return storage.rootId;
}

/** Only what the caller may read is listed. */
function children(call: Call, folderId: Call['parameters'][string] | undefined): Result {
  const { caller, portal, start, parameters } = call;
  const folder = folderFor(call, folderId, 'disk_access_read');
  const filter = isRecord(parameters.FILTER) ? parameters.FILTER : {};
  const shown = portal.drive
    .childrenOf(folder.id)
    .filter((object) => portal.drive.may(caller.userId, 'disk_access_read', object))
    .map((object) => shownFields(object, caller, portal))
    .filter((fields) =>
      Object.entries(filter).every(([key, value]) => {
        const field = key.replace(/^=/, '').toUpperCase();
        return !(field in fields) || scalarText(fields[field]) === scalarText(value);
      }),
    );
  return page(shown, start);
}

function tasks({ portal }: Call): Result {
  const rows = LEVELS.map((level, index) => ({
    ID: String(portal.drive.tasks.idOf(level)),
    NAME: level,
    TITLE: TITLES[index] ?? level,
  }));
  return { result: rows.reverse() };
}
