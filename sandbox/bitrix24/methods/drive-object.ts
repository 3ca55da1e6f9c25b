import { randomBytes } from 'node:crypto';
import { LEVELS, readRights } from '../drive/rights.ts';
import type { Call, Methods, Result } from '../method.ts';
import { wholeNumber } from '../php-value.ts';
import { Refusal } from '../refusal.ts';
import {
  denied,
  fileFor,
  folderFor,
  madeFields,
  missingArgument,
  nameIn,
  notFound,
  shownFields,
} from './drive-fields.ts';
import { upload } from './drive-upload.ts';

/** Folders and files (docs: api-reference/disk/folder, api-reference/disk/file). */
export const driveObjectMethods: Methods = {
  'disk.folder.get': { scopes: ['disk'], run: getFolder },
  'disk.folder.addsubfolder': { scopes: ['disk'], run: addSubFolder },
  'disk.folder.uploadfile': { scopes: ['disk'], run: (call) => upload(call, call.parameters.ID) },
  'disk.folder.sharetouser': { scopes: ['disk'], run: shareToUser },
  'disk.folder.markdeleted': { scopes: ['disk'], run: trashFolder },
  'disk.folder.deletetree': { scopes: ['disk'], run: deleteTree },
  'disk.file.get': { scopes: ['disk'], run: getFile },
  'disk.file.copyto': { scopes: ['disk'], run: copyFile },
  'disk.file.markdeleted': { scopes: ['disk'], run: trashFile },
  'disk.file.delete': { scopes: ['disk'], run: deleteFile },
  'disk.file.getexternallink': { scopes: ['disk'], run: externalLink },
};

function getFolder(call: Call): Result {
  return { result: shownFields(folderFor(call, call.parameters.ID, 'disk_access_read'), call.caller, call.portal) };
}

function addSubFolder(call: Call): Result {
  const { parameters, caller, portal } = call;
  const parent = folderFor(call, parameters.ID, 'disk_access_add');
  const name = nameIn(parameters.DATA);
  if (name === undefined) throw missingArgument(1);
  const folder = portal.drive.addFolder(parent, name, readRights(parameters.RIGHTS), caller.userId);
  return { result: madeFields(folder, caller, portal) };
}

/** Nobody can give more than they have; no method takes back what was given. */
function shareToUser(call: Call): Result {
  const { parameters, caller, portal } = call;
  const folder = folderFor(call, parameters.ID, 'disk_access_edit');
  const userId = wholeNumber(parameters.USERID);
  if (userId <= 0) throw missingArgument(1);
  if (portal.people.find(userId) === undefined) throw notFound(parameters.USERID);
  const level = LEVELS.find((known) => known === parameters.TASKNAME);
  if (level === undefined || !portal.drive.may(caller.userId, level, folder)) throw denied();
  portal.drive.addRight(folder, { accessCode: `U${userId}`, taskId: portal.drive.tasks.idOf(level) });
  return { result: true };
}

function trashFolder(call: Call): Result {
  const folder = folderFor(call, call.parameters.ID, 'disk_access_edit');
  refuseRoot(folder.parentId);
  const trashed = call.portal.drive.trash(folder, call.caller.userId);
  return { result: shownFields(trashed, call.caller, call.portal) };
}

async function deleteTree(call: Call): Promise<Result> {
  const folder = folderFor(call, call.parameters.ID, 'disk_access_full');
  refuseRoot(folder.parentId);
  await call.portal.drive.remove(folder);
  return { result: true };
}

function getFile(call: Call): Result {
  return { result: shownFields(fileFor(call, call.parameters.ID, 'disk_access_read'), call.caller, call.portal) };
}

/** The copy has the rights of the folder that it comes into, not those of the file. */
function copyFile(call: Call): Result {
  const { parameters, caller, portal } = call;
  const file = fileFor(call, parameters.ID, 'disk_access_read');
  if (file.deleted !== undefined) throw notFound(parameters.ID);
  const target = folderFor(call, parameters.TARGETFOLDERID, 'disk_access_add');
  const copy = portal.drive.addFile(target, file.name, file.content, [], false, caller.userId);
  return { result: madeFields(copy, caller, portal) };
}

function trashFile(call: Call): Result {
  const file = fileFor(call, call.parameters.ID, 'disk_access_edit');
  return { result: shownFields(call.portal.drive.trash(file, call.caller.userId), call.caller, call.portal) };
}

async function deleteFile(call: Call): Promise<Result> {
  await call.portal.drive.remove(fileFor(call, call.parameters.ID, 'disk_access_full'));
  return { result: true };
}

/** Opens for anyone on the internet who has it. */
function externalLink(call: Call): Result {
  const { portal } = call;
  const file = fileFor(call, call.parameters.ID, 'disk_access_read');
  if (!portal.externalLinksAllowed) throw denied();
  const known = [...portal.externalLinks].find(([, id]) => id === file.id)?.[0];
  const path = known ?? `/~${randomBytes(4).toString('base64url')}`;
  portal.externalLinks.set(path, file.id);
  return { result: `${portal.url}${path}` };
}

function refuseRoot(parentId: number | undefined): void {
  if (parentId === undefined) throw new Refusal(400, 'DISK_OBJ_22000', 'Could not delete root folder');
}
