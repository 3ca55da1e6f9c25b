import type { PortalState } from '../portal-state.ts';
import { detailUrl } from './addresses.ts';
import type { StoredFile } from './drive.ts';

/** What somebody gets to see at an address of the portal. */
export type Page =
  /** The file in its viewer, or the bytes themselves (what a picture in a notification is drawn from). */
  { kind: 'viewer' | 'file'; file: StoredFile } | { kind: 'login' } | { kind: 'refused' } | { kind: 'missing' };

/** @param userId who is logged in, undefined for nobody */
export function openPage(address: URL, userId: number | undefined, portal: PortalState): Page {
  const shared = portal.externalLinks.get(address.pathname);
  if (shared !== undefined) {
    const file = portal.drive.find(shared);
    return file?.type === 'file' && file.deleted === undefined ? { kind: 'file', file } : { kind: 'missing' };
  }
  const target = targetOf(address, portal);
  if (target === undefined) return { kind: 'missing' };
  if (userId === undefined) return { kind: 'login' };
  const { file, kind } = target;
  if (file === undefined || file.deleted !== undefined) return { kind: 'missing' };
  return portal.drive.may(userId, 'disk_access_read', file) ? { kind, file } : { kind: 'refused' };
}

interface Target {
  kind: 'viewer' | 'file';
  file: StoredFile | undefined;
}

function targetOf(address: URL, portal: PortalState): Target | undefined {
  const { pathname, searchParams } = address;
  const byId = /^\/disk\/(?:showFile|downloadFile)\/(\d+)/.exec(pathname)?.[1];
  if (byId !== undefined) return { kind: 'file', file: fileById(byId, portal) };
  if (pathname === '/bitrix/services/main/ajax.php' && searchParams.get('action') === 'disk.file.download') {
    return { kind: 'file', file: fileById(searchParams.get('fileId') ?? '', portal) };
  }
  if (pathname === '/bitrix/tools/disk/focus.php') {
    return { kind: 'viewer', file: fileById(searchParams.get('objectId') ?? '', portal) };
  }
  if (!/^\/(?:company\/personal\/user\/\d+\/disk|docs)\/file\//.test(pathname)) return undefined;
  const wanted = `${portal.url}${decoded(pathname)}`;
  const found = portal.drive.all().find((object) => {
    return object.type === 'file' && object.deleted === undefined && detailUrl(object, portal) === wanted;
  });
  return { kind: 'viewer', file: found?.type === 'file' ? found : undefined };
}

function fileById(id: string, { drive }: PortalState): StoredFile | undefined {
  const object = /^\d+$/.test(id) ? drive.find(Number(id)) : undefined;
  return object?.type === 'file' ? object : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
