import { describe, expect, it } from 'vitest';
import type { SandboxPortal } from '../../../sandbox/bitrix24/portal.ts';
import { answered, ask, askAsApplication, portalFor } from './asking.ts';

const ANN = { id: 5, name: 'Ann', lastName: 'Lee', email: 'ann@example.com', departments: [3] };
const BOB = { id: 7, name: 'Bob', lastName: 'Ray', email: 'bob@example.com', departments: [4] };
const base64 = (text: string) => Buffer.from(text).toString('base64');

async function drive() {
  const portal = await portalFor();
  portal.people.add(ANN);
  portal.people.add(BOB);
  const own = await ask(portal, 'disk.storage.getList', { filter: { ENTITY_TYPE: 'user', ENTITY_ID: 1 } });
  const tasks = await ask(portal, 'disk.rights.getTasks');
  const taskId = (name: string) => Number(tasks.body.result.find(({ NAME }: { NAME: string }) => NAME === name).ID);
  return { portal, rootId: Number(own.body.result[0].ROOT_OBJECT_ID), storage: own.body.result[0], taskId };
}

const upload = (portal: SandboxPortal, id: number, name: string, text: string, more: object = {}) =>
  ask(portal, 'disk.folder.uploadFile', { id, data: { NAME: name }, fileContent: [name, base64(text)], ...more });

describe('storages', () => {
  it('list those that the caller may read, with ids as text', async () => {
    const { portal, storage } = await drive();
    expect(storage).toMatchObject({
      ID: expect.any(String),
      ENTITY_TYPE: 'user',
      ENTITY_ID: '1',
      ROOT_OBJECT_ID: expect.any(String),
    });
    const all = await ask(portal, 'disk.storage.getList');
    expect(all.body.result.map(({ ENTITY_TYPE }: { ENTITY_TYPE: string }) => ENTITY_TYPE)).toEqual(['common', 'user']);
  });

  it('give the application its own, and refuse it to a webhook', async () => {
    const { portal } = await drive();
    expect(await ask(portal, 'disk.storage.getForApp')).toMatchObject({
      status: 400,
      body: { error: 'ACCESS_DENIED' },
    });
    const own = await askAsApplication(portal, 'disk.storage.getForApp');
    expect(own.body.result).toMatchObject({ ENTITY_TYPE: 'restapp', ENTITY_ID: portal.application.clientId });
  });

  it('have access levels whose ids differ from portal to portal', async () => {
    const ids = new Set<number>();
    for (let portals = 0; portals < 8; portals++) ids.add((await drive()).taskId('disk_access_read'));
    expect(ids.size).toBeGreaterThan(1);
  });

  it('need the scope', async () => {
    const portal = await portalFor({ scopes: ['im'] });
    expect((await ask(portal, 'disk.storage.getList')).body.error).toBe('insufficient_scope');
  });
});

describe('an upload in one step', () => {
  it('stores the bytes and answers with numbers and text mixed', async () => {
    const { portal, rootId, storage } = await drive();
    const { body } = await upload(portal, rootId, 'log.txt', 'hello');
    expect(body.result).toMatchObject({
      ID: expect.any(Number),
      NAME: 'log.txt',
      STORAGE_ID: storage.ID,
      TYPE: 'file',
      PARENT_ID: String(rootId),
      DELETED_TYPE: 0,
      FILE_ID: expect.any(Number),
      SIZE: '5',
      CREATED_BY: '1',
      DELETED_BY: null,
      DETAIL_URL: `${portal.url}/company/personal/user/1/disk/file/log.txt`,
    });
    const asked = await ask(portal, 'disk.file.get', { id: body.result.ID });
    expect(asked.body.result).toMatchObject({
      ID: String(body.result.ID),
      DELETED_TYPE: '0',
      FILE_ID: String(body.result.FILE_ID),
    });
    expect(portal.drive.files()).toMatchObject([
      { name: 'log.txt', bytes: 5, readers: [1], storage: 'user', folders: [] },
    ]);
  });

  it('refuses what it can’t use', async () => {
    const { portal, rootId } = await drive();
    const content = ['a.txt', base64('x')];
    const send = (parameters: object) => ask(portal, 'disk.folder.uploadFile', parameters);
    expect(await send({ data: { NAME: 'a' }, fileContent: content })).toMatchObject({
      status: 400,
      body: { error: 'ERROR_ARGUMENT' },
    });
    expect(await send({ id: 1, data: { NAME: 'a' }, fileContent: content })).toMatchObject({
      body: { error: 'ERROR_NOT_FOUND' },
    });
    expect((await send({ id: rootId, fileContent: content })).body.error).toBe('DISK_BASE_SERVICE_22001');
    for (const broken of ['not base64!', 'data:text/plain;base64,eA==', 'eA', '']) {
      const refused = await send({ id: rootId, data: { NAME: 'a' }, fileContent: ['a', broken] });
      expect(refused).toMatchObject({ status: 400, body: { error: 'ERROR_COULD_NOT_SAVE_FILE' } });
    }
    const rights = await send({
      id: rootId,
      data: { NAME: 'a' },
      fileContent: content,
      rights: [{ ACCESS_CODE: 'U5' }],
    });
    expect(rights.body).toEqual({ error: '', error_description: 'Invalid rights format' });
    expect(portal.drive.files()).toEqual([]);
  });

  it('takes a taken name, in any case, only when it may change it', async () => {
    const { portal, rootId } = await drive();
    await upload(portal, rootId, 'log.txt', 'one');
    expect((await upload(portal, rootId, 'LOG.txt', 'two')).body.error).toBe('DISK_OBJ_22000');
    const second = await upload(portal, rootId, 'log.txt', 'two', { generateUniqueName: true });
    const third = await upload(portal, rootId, 'log.txt', 'three', { generateUniqueName: 1 });
    expect([second.body.result.NAME, third.body.result.NAME]).toEqual(['log (1).txt', 'log (2).txt']);
  });

  it('replaces signs that no name may have', async () => {
    const { portal, rootId } = await drive();
    expect((await upload(portal, rootId, 'a/b:c?.txt', 'x')).body.result.NAME).toBe('a_b_c_.txt');
  });

  it('stops at the quota and at the largest file', async () => {
    const { portal, rootId } = await drive();
    portal.drive.limit({ quota: 6, largestFile: 5 });
    expect((await upload(portal, rootId, 'a', '123456')).body.error).toBe('DISK_FILE_22006');
    expect((await upload(portal, rootId, 'a', '1234')).status).toBe(200);
    expect((await upload(portal, rootId, 'b', '1234')).body.error).toBe('ERROR_COULD_NOT_SAVE_FILE');
  });

  it('may name a storage instead of its root', async () => {
    const { portal, rootId, storage } = await drive();
    const sent = { id: storage.ID, data: { NAME: 'a.txt' }, fileContent: ['a.txt', base64('x')] };
    expect((await ask(portal, 'disk.storage.uploadFile', sent)).body.result.PARENT_ID).toBe(String(rootId));
    expect((await ask(portal, 'disk.storage.getChildren', { id: storage.ID })).body.result).toMatchObject([
      { NAME: 'a.txt' },
    ]);
    expect((await ask(portal, 'disk.storage.uploadFile', { ...sent, id: rootId })).body.error).toBe('ERROR_NOT_FOUND');
  });

  it('is not allowed in a batch', async () => {
    const { portal, rootId } = await drive();
    const { body } = await ask(portal, 'batch', { cmd: { n1: `disk.folder.uploadFile?id=${rootId}` } });
    expect(body.result.result_error.n1.error).toBe('ERROR_BATCH_METHOD_NOT_ALLOWED');
  });
});

describe('an upload in two steps', () => {
  const form = (text: string, name = 'big.bin', field = 'file') => {
    const data = new FormData();
    data.append('other', 'value');
    data.append(field, new Blob([text]), name);
    return data;
  };

  it('gives an address with the credential in it, and takes the form there', async () => {
    const { portal, rootId } = await drive();
    const { body } = await ask(portal, 'disk.folder.uploadFile', { id: rootId });
    expect(body.result.field).toBe('file');
    expect(body.result.uploadUrl.startsWith(portal.webhookUrl)).toBe(true);
    const text = '\r\n--not the boundary\r\n'.repeat(40_000);
    const done = await answered(await fetch(body.result.uploadUrl, { method: 'POST', body: form(text) }));
    expect(done).toMatchObject({ status: 200, body: { result: { NAME: 'big.bin', SIZE: String(text.length) } } });
    const opened = await portal.openAs(1, done.body.result.DETAIL_URL);
    expect(opened.bytes.toString()).toBe(text);
    expect(portal.requests.at(-1)).toMatchObject({ method: 'upload', status: 200 });
    expect((await answered(await fetch(body.result.uploadUrl, { method: 'POST', body: form('again') }))).status).toBe(
      403,
    );
  });

  it('works for an application as well, and keeps the wish for a unique name but no rights', async () => {
    const { portal, rootId, taskId } = await drive();
    await upload(portal, rootId, 'big.bin', 'x');
    const rights = [{ TASK_ID: taskId('disk_access_read'), ACCESS_CODE: 'U5' }];
    const step = await askAsApplication(portal, 'disk.folder.uploadFile', {
      id: rootId,
      generateUniqueName: true,
      rights,
    });
    expect(step.body.result.uploadUrl).toContain(portal.application.accessToken);
    await fetch(step.body.result.uploadUrl, { method: 'POST', body: form('y') });
    expect(portal.drive.files()).toMatchObject([{}, { name: 'big (1).bin', readers: [1] }]);
  });

  it('takes an empty file, and nothing that is no such form', async () => {
    const { portal, rootId } = await drive();
    const address = async () => (await ask(portal, 'disk.folder.uploadFile', { id: rootId })).body.result.uploadUrl;
    const post = async (body: FormData | string) => answered(await fetch(await address(), { method: 'POST', body }));
    expect((await post(form('', 'empty.txt'))).body.result.SIZE).toBe('0');
    expect((await post('plain text')).body.error).toBe('ERROR_COULD_NOT_SAVE_FILE');
    expect((await post(form('x', 'x', 'wrong'))).body.error).toBe('ERROR_COULD_NOT_SAVE_FILE');
    const forged = (await address()).replace(/token=.{30}/, 'token=disk%7Cabcdefghijklmnopqrst');
    expect((await answered(await fetch(forged, { method: 'POST', body: form('x') }))).status).toBe(403);
  });

  it('leaves nothing behind when the line breaks in the middle', async () => {
    const { portal, rootId } = await drive();
    const { body } = await ask(portal, 'disk.folder.uploadFile', { id: rootId });
    const controller = new AbortController();
    const halves = new ReadableStream({
      start: (stream) =>
        stream.enqueue(Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf')),
    });
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const init = { method: 'POST', body: halves, headers, duplex: 'half', signal: controller.signal } as const;
    const sent = fetch(body.result.uploadUrl, init).catch(() => 'broken');
    await portal.waitFor(({ requests }) => requests.at(-1)?.method === 'upload');
    controller.abort();
    expect(await sent).toBe('broken');
    await portal.waitFor(({ requests }) => requests.at(-1)?.status === 'cut');
    expect(portal.drive.files()).toEqual([]);
  });
});

describe('rights', () => {
  it('open a file for a person, a department, everybody, and nobody else', async () => {
    const { portal, rootId, taskId } = await drive();
    const TASK_ID = taskId('disk_access_read');
    const readers = async (name: string, rights: object[]) => {
      await upload(portal, rootId, name, 'x', { rights });
      return portal.drive.files().find((file) => file.name === name)?.readers;
    };
    expect(await readers('a', [{ TASK_ID, ACCESS_CODE: 'U5' }])).toEqual([1, 5]);
    expect(await readers('b', [{ TASK_ID, ACCESS_CODE: 'D4' }])).toEqual([1, 7]);
    expect(await readers('c', [{ TASK_ID, ACCESS_CODE: 'DR1' }])).toEqual([1, 5, 7]);
    expect(await readers('d', [{ TASK_ID, ACCESS_CODE: '*' }])).toEqual([1, 5, 7]);
    expect(await readers('e', [{ TASK_ID: TASK_ID + 1, ACCESS_CODE: 'U5' }])).toEqual([1]);
    portal.people.change(5, { active: false });
    expect(portal.drive.files()[0]?.readers).toEqual([1]);
  });

  it('pass from a folder to what is in it, also when the folder is shared later', async () => {
    const { portal, rootId, taskId } = await drive();
    const folder = await ask(portal, 'disk.folder.addSubFolder', {
      id: rootId,
      data: { NAME: 'for Ann' },
      rights: [{ TASK_ID: taskId('disk_access_read'), ACCESS_CODE: 'U5' }],
    });
    expect(folder.body.result).toMatchObject({ ID: expect.any(Number), TYPE: 'folder', PARENT_ID: String(rootId) });
    await upload(portal, folder.body.result.ID, 'a.txt', 'x');
    expect(portal.drive.files()).toMatchObject([{ folders: ['for Ann'], readers: [1, 5] }]);
    const share = (userId: number, taskName: string) =>
      ask(portal, 'disk.folder.shareToUser', { id: folder.body.result.ID, userId, taskName });
    expect((await share(7, 'disk_access_read')).body.result).toBe(true);
    expect(portal.drive.files()).toMatchObject([{ readers: [1, 5, 7] }]);
    expect((await share(7, 'read')).body.error).toBe('ACCESS_DENIED');
    expect((await share(99, 'disk_access_read')).body.error).toBe('ERROR_NOT_FOUND');
  });

  it('refuse a taken folder name', async () => {
    const { portal, rootId } = await drive();
    const make = () => ask(portal, 'disk.folder.addSubFolder', { id: rootId, data: { NAME: 'Inbox' } });
    expect((await make()).status).toBe(200);
    expect(await make()).toMatchObject({ status: 400, body: { error: 'DISK_OBJ_22000' } });
    expect((await ask(portal, 'disk.folder.addSubFolder', { id: rootId })).body.error).toBe('ERROR_ARGUMENT');
  });
});

describe('copies and removal', () => {
  it('copies inside the portal, with the rights of the folder and its own life', async () => {
    const { portal, rootId, taskId } = await drive();
    const rights = [{ TASK_ID: taskId('disk_access_read'), ACCESS_CODE: 'U5' }];
    const file = await upload(portal, rootId, 'a.txt', 'text', { rights });
    const folder = await ask(portal, 'disk.folder.addSubFolder', { id: rootId, data: { NAME: 'copies' } });
    const copy = await ask(portal, 'disk.file.copyTo', {
      id: file.body.result.ID,
      targetFolderId: folder.body.result.ID,
    });
    expect(portal.drive.files()).toMatchObject([{ readers: [1, 5] }, { folders: ['copies'], readers: [1] }]);
    expect(
      (await ask(portal, 'disk.file.copyTo', { id: file.body.result.ID, targetFolderId: folder.body.result.ID })).body
        .error,
    ).toBe('DISK_OBJ_22000');
    expect((await ask(portal, 'disk.file.delete', { id: file.body.result.ID })).body.result).toBe(true);
    expect((await portal.openAs(1, copy.body.result.DETAIL_URL)).bytes.toString()).toBe('text');
    expect((await ask(portal, 'disk.file.get', { id: file.body.result.ID })).body.error).toBe('ERROR_NOT_FOUND');
  });

  it('moves to the trash, from where a file is still answered and its name is free', async () => {
    const { portal, rootId } = await drive();
    const { ID, DETAIL_URL } = (await upload(portal, rootId, 'a.txt', 'x')).body.result;
    expect((await ask(portal, 'disk.file.markDeleted', { id: ID })).body.result).toMatchObject({
      DELETED_TYPE: '3',
      DELETED_BY: '1',
    });
    expect((await ask(portal, 'disk.file.get', { id: ID })).body.result.DELETED_TYPE).toBe('3');
    expect(await portal.openAs(1, DETAIL_URL)).toMatchObject({ status: 404, kind: 'missing' });
    expect((await upload(portal, rootId, 'a.txt', 'y')).status).toBe(200);
  });

  it('removes a folder with all it holds, but no root', async () => {
    const { portal, rootId } = await drive();
    const folder = (await ask(portal, 'disk.folder.addSubFolder', { id: rootId, data: { NAME: 'x' } })).body.result.ID;
    const inner = (await ask(portal, 'disk.folder.addSubFolder', { id: folder, data: { NAME: 'y' } })).body.result.ID;
    const file = (await upload(portal, inner, 'a.txt', 'x')).body.result.ID;
    await ask(portal, 'disk.folder.markDeleted', { id: folder });
    expect((await ask(portal, 'disk.file.get', { id: file })).body.result.DELETED_TYPE).toBe('4');
    expect((await ask(portal, 'disk.folder.getChildren', { id: rootId })).body.result).toEqual([]);
    const other = (await ask(portal, 'disk.folder.addSubFolder', { id: rootId, data: { NAME: 'x' } })).body.result.ID;
    await upload(portal, other, 'b.txt', 'x');
    expect((await ask(portal, 'disk.folder.deleteTree', { id: other })).body.result).toBe(true);
    expect(portal.drive.files()).toEqual([]);
    expect((await ask(portal, 'disk.folder.deleteTree', { id: rootId })).body.error).toBe('DISK_OBJ_22000');
  });

  it('lists a folder fifty at a time, by name if asked', async () => {
    const { portal, rootId } = await drive();
    for (let number = 0; number < 51; number++) await upload(portal, rootId, `f${number}`, 'x');
    const first = await ask(portal, 'disk.folder.getChildren', { id: rootId });
    expect(first.body).toMatchObject({ total: 51, next: 50 });
    const named = await ask(portal, 'disk.folder.getChildren', { id: rootId, filter: { NAME: 'f7' } });
    expect(named.body.result).toMatchObject([{ NAME: 'f7', ID: expect.any(String) }]);
    const root = await ask(portal, 'disk.folder.getChildren', { id: rootId, start: 50 });
    expect(root.body.result).toHaveLength(1);
  });
});

describe('addresses of a file', () => {
  it('DOWNLOAD_URL holds the webhook’s secret, or the access token, and opens for whoever has it', async () => {
    const { portal, rootId } = await drive();
    const { DOWNLOAD_URL, ID } = (await upload(portal, rootId, 'a.txt', 'text')).body.result;
    expect(DOWNLOAD_URL.startsWith(`${portal.webhookUrl}download/?token=disk`)).toBe(true);
    expect(await (await fetch(DOWNLOAD_URL)).text()).toBe('text');
    const asApplication = await askAsApplication(portal, 'disk.file.get', { id: ID });
    expect(asApplication.body.result.DOWNLOAD_URL).toContain(`auth=${portal.application.accessToken}`);
    expect(await (await fetch(asApplication.body.result.DOWNLOAD_URL)).text()).toBe('text');
    portal.tokens.expireAccess();
    expect((await fetch(asApplication.body.result.DOWNLOAD_URL)).status).toBe(401);
    portal.webhook.revoke();
    expect((await fetch(DOWNLOAD_URL)).status).toBe(401);
  });

  it('the others open for people who are logged in and have the right', async () => {
    const { portal, rootId, taskId } = await drive();
    const rights = [{ TASK_ID: taskId('disk_access_read'), ACCESS_CODE: 'U5' }];
    const { DETAIL_URL, ID } = (await upload(portal, rootId, 'two words.txt', 'text', { rights })).body.result;
    expect(DETAIL_URL).toContain('/two words.txt');
    const addresses = [
      [DETAIL_URL, 'viewer'],
      [`/disk/showFile/${ID}/?&ncc=1`, 'file'],
      [`/disk/downloadFile/${ID}/`, 'file'],
      [`/bitrix/tools/disk/focus.php?objectId=${ID}&action=showObjectInGrid&ncc=1`, 'viewer'],
      [`/bitrix/services/main/ajax.php?action=disk.file.download&SITE_ID=s1&fileId=${ID}`, 'file'],
    ];
    for (const [address, kind] of addresses) {
      const opened = await portal.openAs(5, address);
      expect({ ...opened, bytes: opened.bytes.toString() }).toEqual({ status: 200, kind, bytes: 'text' });
      expect(await portal.openAs(7, address)).toMatchObject({ status: 403, kind: 'refused', bytes: Buffer.alloc(0) });
      expect(await portal.openAs(undefined, address)).toMatchObject({
        status: 200,
        kind: 'login',
        bytes: Buffer.alloc(0),
      });
    }
    await portal.rename();
    expect(await portal.openAs(5, DETAIL_URL)).toMatchObject({ status: 200 });
    await expect(portal.openAs(5, 'https://elsewhere.example/x')).rejects.toThrow('not the sandbox portal');
  });

  it('are the same over HTTP with a session', async () => {
    const { portal, rootId } = await drive();
    const { ID } = (await upload(portal, rootId, 'a.txt', 'text')).body.result;
    const { cookie } = portal.openSession(1);
    expect(await (await fetch(`${portal.url}/disk/showFile/${ID}/`, { headers: { cookie } })).text()).toBe('text');
    expect(await (await fetch(`${portal.url}/disk/showFile/${ID}/`)).text()).toContain('Log in');
  });

  it('break when a name has signs that mean something in an address', async () => {
    const { portal, rootId } = await drive();
    const { DETAIL_URL } = (await upload(portal, rootId, 'issue #7.txt', 'text')).body.result;
    expect(await portal.openAs(1, DETAIL_URL)).toMatchObject({ status: 404 });
  });

  it('a public link opens for anyone, unless the portal forbids such links', async () => {
    const { portal, rootId } = await drive();
    const { ID } = (await upload(portal, rootId, 'a.txt', 'text')).body.result;
    const link = (await ask(portal, 'disk.file.getExternalLink', { id: ID })).body.result;
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/~\w/);
    expect(await (await fetch(link)).text()).toBe('text');
    portal.drive.allowExternalLinks(false);
    expect((await ask(portal, 'disk.file.getExternalLink', { id: ID })).body.error).toBe('ACCESS_DENIED');
  });
});

describe('a Drive that misbehaves', () => {
  it('can be told so by the names of its methods in any case', async () => {
    const { portal, rootId } = await drive();
    portal.misbehave({ on: 'disk.folder.uploadFile', times: 1, do: { kind: 'cut', when: 'after' } });
    await expect(upload(portal, rootId, 'a.txt', 'x')).rejects.toThrow();
    expect(portal.drive.files()).toHaveLength(1);
    portal.misbehave({ on: 'upload', do: { kind: 'status', status: 500 } });
    const { body } = await ask(portal, 'disk.folder.uploadFile', { id: rootId });
    const data = new FormData();
    data.append('file', new Blob(['x'.repeat(2_000_000)]), 'b.txt');
    expect((await fetch(body.result.uploadUrl, { method: 'POST', body: data })).status).toBe(500);
    expect(portal.drive.files()).toHaveLength(1);
  });
});
