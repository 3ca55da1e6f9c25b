import type { Caller } from '../access.ts';
import type { PortalState } from '../portal-state.ts';
import type { DriveObject, StoredFile } from './drive.ts';

/**
 * Where the bytes of a file can be fetched. Over a webhook the address contains the webhook's secret, over OAuth the
 * access token: whoever has it can do what the credential can.
 */
export function downloadUrl(file: StoredFile, caller: Caller, portal: PortalState): string {
  const token = portal.links.sign('download', { id: file.id, userId: caller.userId, generateUniqueName: false });
  return credentialUrl('download', token, caller, portal);
}

/** Where a form with the file can be posted. Contains the credential as well. */
export function uploadUrl(folderId: number, generateUniqueName: boolean, caller: Caller, portal: PortalState): string {
  const token = portal.links.sign('upload', { id: folderId, userId: caller.userId, generateUniqueName });
  return credentialUrl('upload', token, caller, portal);
}

function credentialUrl(
  kind: 'upload' | 'download',
  token: string,
  caller: Caller,
  { url, access }: PortalState,
): string {
  const signed = `token=${encodeURIComponent(token)}`;
  if (caller.by.kind === 'webhook') return `${url}/rest/1/${access.secret}/${kind}/?${signed}`;
  return `${url}/rest/${kind}.json?auth=${access.tokens.accessToken}&${signed}`;
}

/** The page of a file or folder. Names stand in it as they are, blanks and `#` included. */
export function detailUrl(object: DriveObject, { drive, url }: PortalState): string {
  const storage = drive.storage(object.storageId);
  const home = storage?.entityType === 'user' ? `/company/personal/user/${storage.entityId}/disk` : '/docs';
  const names = drive
    .pathOf(object)
    .slice(1)
    .map(({ name }) => name);
  return `${url}${home}/${object.type === 'file' ? 'file' : 'path'}/${names.join('/')}`;
}
