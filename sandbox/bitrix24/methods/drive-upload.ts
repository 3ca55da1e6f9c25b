import { uploadUrl } from '../drive/addresses.ts';
import { notSaved } from '../drive/drive.ts';
import { readRights } from '../drive/rights.ts';
import type { Call, Result } from '../method.ts';
import { isTruthy, type Value } from '../php-value.ts';
import { Refusal } from '../refusal.ts';
import { folderFor, madeFields, nameIn } from './drive-fields.ts';

/**
 * An upload in one step, or without `fileContent` the address for the second one. Of the first step only the folder and
 * `generateUniqueName` reach the second: the name is that of the form, and rights are those of the folder.
 */
export async function upload(call: Call, folderId: Value | undefined): Promise<Result> {
  const { parameters, caller, portal } = call;
  const folder = folderFor(call, folderId, 'disk_access_add');
  const unique = isTruthy(parameters.GENERATEUNIQUENAME) && parameters.GENERATEUNIQUENAME !== 'false';
  if (parameters.FILECONTENT === undefined) {
    return { result: { field: 'file', uploadUrl: uploadUrl(folder.id, unique, caller, portal) } };
  }
  const name = nameIn(parameters.DATA);
  if (name === undefined) {
    throw new Refusal(400, 'DISK_BASE_SERVICE_22001', 'Error: required parameter NAME (DISK_BASE_SERVICE_22001)');
  }
  const rights = readRights(parameters.RIGHTS);
  const content = await portal.drive.contents.keep([decodeBase64(parameters.FILECONTENT)]);
  try {
    return {
      result: madeFields(portal.drive.addFile(folder, name, content, rights, unique, caller.userId), caller, portal),
    };
  } catch (error) {
    await portal.drive.contents.forget(content);
    throw error;
  }
}

/** A pair of a name and base64 without the prefix of a data URL. An empty file can't be sent this way. */
function decodeBase64(fileContent: Value): Buffer {
  const text = Array.isArray(fileContent) ? fileContent[1] : undefined;
  if (typeof text !== 'string' || text === '' || text.length % 4 !== 0) throw notSaved();
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw notSaved();
  return Buffer.from(text, 'base64');
}
