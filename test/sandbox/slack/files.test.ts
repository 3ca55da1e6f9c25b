import { describe, expect, it } from 'vitest';
import type { SandboxWorkspace, StoredFile } from '../../../sandbox/slack/workspace.ts';
import { callApi, connect, newWorkspace } from './fixture.ts';

async function addressOf(workspace: SandboxWorkspace, file: StoredFile, field = 'url_private_download') {
  const answer = await callApi(workspace, 'files.info', { file: file.id });
  return String(Object(answer.file)[field]);
}

function download(url: string, token: string, headers: Record<string, string> = {}) {
  return fetch(url, { redirect: 'manual', headers: { ...headers, authorization: `Bearer ${token}` } });
}

describe('a file', () => {
  it('comes byte for byte to who may have it, whole or in part', async () => {
    const { workspace } = await newWorkspace();
    const content = Buffer.from('0123456789');
    const file = workspace.files.add({
      name: 'a b.txt',
      mimetype: 'text/plain',
      content,
      channel: workspace.channels.general,
    });

    const whole = await download(await addressOf(workspace, file), workspace.botToken);
    const part = await download(await addressOf(workspace, file, 'url_private'), workspace.botToken, {
      range: 'bytes=2-4',
    });

    expect([whole.status, whole.headers.get('content-type'), await whole.text()]).toEqual([
      200,
      'text/plain',
      '0123456789',
    ]);
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
  });

  it('is a redirect to a login page, HTML with status 200, for a wrong token', async () => {
    const { workspace } = await newWorkspace();
    const file = workspace.files.add({ name: 'a', mimetype: 'image/png', channel: workspace.channels.general });
    const url = await addressOf(workspace, file);

    const redirect = await download(url, 'xoxb-wrong');
    expect([redirect.status, redirect.headers.get('x-slack-meta')]).toEqual([302, 'acl_fail']);
    const page = await fetch(url, { headers: { authorization: 'Bearer xoxb-wrong' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toMatch(/^<!DOCTYPE html>/);
  });

  it('is the login page too without files:read', async () => {
    const { workspace } = await newWorkspace({ scopes: ['chat:write'] });
    const file = workspace.files.add({
      id: 'F0AAA000001',
      name: 'a',
      mimetype: 'image/png',
      channel: workspace.channels.general,
    });
    const { origin } = new URL(workspace.apiUrl);

    const response = await download(`${origin}/files-pri/${workspace.team.id}-${file.id}/a`, workspace.botToken);

    expect(response.status).toBe(302);
  });

  it('does not exist for a bot that is not in its private channel', async () => {
    const { workspace, anna } = await newWorkspace();
    const secret = workspace.channels.add({ name: 'secret', isPrivate: true, members: [anna] });
    const file = workspace.files.add({ name: 'a.png', mimetype: 'image/png', channel: secret });
    const { origin } = new URL(workspace.apiUrl);

    expect(await callApi(workspace, 'files.info', { file: file.id })).toEqual({ ok: false, error: 'file_not_found' });
    const url = `${origin}/files-pri/${workspace.team.id}-${file.id}/download/a.png`;
    expect((await download(url, workspace.botToken)).status).toBe(302);
    secret.botIsMember = true;
    expect((await download(url, workspace.botToken)).status).toBe(200);
  });

  it('has thumbnails when it is a picture, under the same rules', async () => {
    const { workspace } = await newWorkspace();
    const thumbnail = Buffer.from('small');
    const file = workspace.files.add({
      name: 'a.png',
      mimetype: 'image/png',
      thumbnail,
      channel: workspace.channels.general,
    });
    const url = await addressOf(workspace, file, 'thumb_360');

    expect(await (await download(url, workspace.botToken)).text()).toBe('small');
    expect((await download(url, 'xoxb-wrong')).status).toBe(302);
  });

  it('can be larger than memory likes: its bytes are made while they are sent', async () => {
    const { workspace } = await newWorkspace();
    const size = 3_000_001;
    const content = { size, read: (start: number, end: number) => Buffer.alloc(end - start, 7) };
    const file = workspace.files.add({
      name: 'big.bin',
      mimetype: 'application/octet-stream',
      content,
      channel: workspace.channels.general,
    });

    const response = await download(await addressOf(workspace, file), workspace.botToken);
    const bytes = Buffer.from(await response.arrayBuffer());

    expect(response.headers.get('content-length')).toBe(String(size));
    expect(bytes.equals(Buffer.alloc(size, 7))).toBe(true);
  });

  it('that is external, deleted, denied or shared from another company says so to files.info', async () => {
    const { workspace } = await newWorkspace();
    const channel = workspace.channels.general;
    const add = (more: object) => workspace.files.add({ name: 'x.txt', mimetype: 'text/plain', channel, ...more });
    const external = add({ isExternal: true, url: 'https://drive.example.com/x' });
    const deleted = add({ deleted: true });
    const denied = add({ access: 'access_denied' });
    const stub = add({ access: 'check_file_info' });

    expect(await callApi(workspace, 'files.info', { file: external.id })).toMatchObject({
      file: { mode: 'external', is_external: true, url_private: 'https://drive.example.com/x' },
    });
    expect(await callApi(workspace, 'files.info', { file: deleted.id })).toMatchObject({ error: 'file_deleted' });
    expect(await callApi(workspace, 'files.info', { file: denied.id })).toMatchObject({ error: 'access_denied' });
    expect(await callApi(workspace, 'files.info', { file: stub.id })).toMatchObject({ file: { name: 'x.txt' } });
  });

  it.each([
    { deleted: true },
    { mode: 'hidden_by_limit' as const },
    { isExternal: true },
    { access: 'access_denied' as const },
  ])('is the login page where Slack has none to give: %o', async (more) => {
    const { workspace } = await newWorkspace();
    const channel = workspace.channels.general;
    const file = workspace.files.add({ name: 'x.txt', mimetype: 'text/plain', channel, ...more });
    const { origin } = new URL(workspace.apiUrl);
    const url = `${origin}/files-pri/${workspace.team.id}-${file.id}/download/x.txt`;
    expect((await download(url, workspace.botToken)).status).toBe(302);
  });

  it('in a message is a stub where it is deleted, hidden by the plan, or shared from another company', async () => {
    const { workspace, anna } = await newWorkspace();
    const channel = workspace.channels.general;
    const add = (more: object) => workspace.files.add({ name: 'x.txt', mimetype: 'text/plain', ...more });
    const files = [add({ deleted: true }), add({ mode: 'hidden_by_limit' }), add({ access: 'check_file_info' })];
    const shown: unknown[] = [];
    await connect(workspace, 'http', (app) => {
      app.shortcut({ type: 'message_action', callback_id: 'notify' }, async ({ ack, shortcut }) => {
        shown.push(...Object(shortcut.message).files);
        await ack();
      });
    });

    await workspace.as(anna).messageShortcut('notify', workspace.post(channel, anna, { files }));

    const [deleted, hidden, stub] = files;
    expect(shown).toEqual([
      { id: deleted?.id, mode: 'tombstone' },
      { id: hidden?.id, mode: 'hidden_by_limit', date_delete: expect.any(Number) },
      { id: stub?.id, mode: 'file_access', file_access: 'check_file_info', created: 0, timestamp: 0, user: '' },
    ]);
  });
});
