import type { IncomingMessage } from 'node:http';
import type { Caller } from './access.ts';
import { notSaved, type StoredFile } from './drive/drive.ts';
import { boundaryOf, readFormFile } from './drive/multipart.ts';
import type { Page } from './drive/pages.ts';
import { madeFields } from './methods/drive-fields.ts';
import type { PortalState } from './portal-state.ts';
import { accessDenied, Refusal } from './refusal.ts';
import { errorReply, htmlReply, jsonReply, type Reply } from './reply.ts';
import { callerOf, type RestRequest } from './rest.ts';

/** The second step of an upload: the file streams from the form into the Drive. */
export async function takeUpload(incoming: IncomingMessage, request: RestRequest, portal: PortalState): Promise<Reply> {
  return answering(async () => {
    const caller = callerWithScope(request, portal);
    const ticket = portal.links.read('upload', request.reserved.TOKEN);
    const folder = ticket === undefined ? undefined : portal.drive.find(ticket.id);
    if (ticket === undefined || folder?.type !== 'folder') throw accessDenied('Link check failed');
    const boundary = boundaryOf(incoming.headers['content-type']);
    const form = boundary === undefined ? undefined : await readFormFile(incoming, boundary);
    if (form === undefined || form.field !== 'file' || form.name === '') throw notSaved();
    const content = await portal.drive.contents.keep(form.bytes);
    try {
      // It may have been removed while the bytes came in.
      if (portal.drive.find(ticket.id) === undefined) throw accessDenied('Link check failed');
      const file = portal.drive.addFile(folder, form.name, content, [], ticket.generateUniqueName, ticket.userId);
      portal.links.use(String(request.reserved.TOKEN));
      return jsonReply(200, { result: madeFields(file, caller, portal) });
    } catch (error) {
      await portal.drive.contents.forget(content);
      throw error;
    }
  });
}

/** The bytes of a file, for whoever has the address. */
export async function giveDownload(request: RestRequest, portal: PortalState): Promise<Reply> {
  return answering(async () => {
    callerWithScope(request, portal);
    const ticket = portal.links.read('download', request.reserved.TOKEN);
    const file = ticket === undefined ? undefined : portal.drive.find(ticket.id);
    if (file?.type !== 'file') throw accessDenied('Link check failed');
    return fileReply(file);
  });
}

/** A page as the browser gets it. */
export function pageReply(page: Page): Reply {
  switch (page.kind) {
    case 'file':
      return fileReply(page.file);
    case 'viewer':
      return htmlReply(200, 'Drive');
    case 'login':
      return htmlReply(200, 'Log in');
    case 'refused':
      return htmlReply(403, 'Access denied');
    case 'missing':
      return htmlReply(404, 'Not found');
  }
}

function fileReply({ content, name }: StoredFile): Reply {
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
    body: { path: content.path, bytes: content.bytes },
  };
}

function callerWithScope(request: RestRequest, portal: PortalState): Caller {
  const caller = callerOf(request, portal);
  if (!caller.scopes.includes('disk')) throw accessDenied('The scope disk is missing');
  return caller;
}

async function answering(work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return errorReply(error.status, error.code, error.message);
    throw error;
  }
}
