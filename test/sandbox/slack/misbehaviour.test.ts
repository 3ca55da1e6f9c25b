import { describe, expect, it } from 'vitest';
import { callApi, connect, newWorkspace } from './fixture.ts';

describe('a Web API method that misbehaves', () => {
  it('limits the rate as often as it is told, then recovers', async () => {
    const { workspace } = await newWorkspace();
    workspace.misbehave({ on: 'auth.test', do: 'rate-limit', retryAfter: 7, times: 1 });

    const limited = await fetch(`${workspace.apiUrl}auth.test`, { method: 'POST' });

    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await callApi(workspace, 'auth.test')).toMatchObject({ ok: true });
  });

  it('answers with an error, a status or HTML', async () => {
    const { workspace } = await newWorkspace();
    workspace.misbehave({ on: '*', do: 'error', error: 'ratelimited', times: 1 });
    expect(await callApi(workspace, 'auth.test')).toEqual({ ok: false, error: 'ratelimited' });

    workspace.misbehave({ on: 'auth.test', do: 'status', status: 503, body: 'down', times: 1 });
    expect((await fetch(`${workspace.apiUrl}auth.test`, { method: 'POST' })).status).toBe(503);

    workspace.misbehave({ on: 'auth.test', do: 'html', times: 1 });
    const page = await fetch(`${workspace.apiUrl}auth.test`, { method: 'POST' });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
  });

  it('cuts the line before the work, or after it so that only the answer is lost', async () => {
    const { workspace, anna } = await newWorkspace();
    const post = (text: string) => callApi(workspace, 'chat.postMessage', { channel: anna.id, text });

    workspace.misbehave({ on: 'chat.postMessage', do: 'cut', times: 1 });
    await expect(post('not done')).rejects.toThrow();
    workspace.misbehave({ on: 'chat.postMessage', do: 'cut', after: 'work', times: 1 });
    await expect(post('done')).rejects.toThrow();

    expect(
      workspace
        .as(anna)
        .sees()
        .map((seen) => seen.text),
    ).toEqual(['done']);
  });

  it('hangs until the caller gives up, for the calls it is meant for', async () => {
    const { workspace, anna } = await newWorkspace();
    const stop = workspace.misbehave({ on: 'users.info', do: 'hang', when: (given) => given.user === anna.id });
    const abort = new AbortController();
    const hanging = fetch(`${workspace.apiUrl}users.info?user=${anna.id}`, { method: 'POST', signal: abort.signal });
    await workspace.waitFor(() => workspace.callsOf('users.info').length === 1);
    abort.abort();

    await expect(hanging).rejects.toThrow();
    expect(await callApi(workspace, 'users.info', { user: workspace.app.userId })).toMatchObject({ ok: true });
    stop();
    expect(await callApi(workspace, 'users.info', { user: anna.id })).toMatchObject({ ok: true });
  });

  it('is slow', async () => {
    let now = 0;
    const { workspace } = await newWorkspace({ now: () => now });
    workspace.misbehave({ on: 'auth.test', do: 'delay', ms: 20, times: 1 });
    const answer = callApi(workspace, 'auth.test');
    await workspace.waitFor(() => workspace.callsOf('auth.test').length === 1);
    now = 1;

    expect(workspace.callsOf('auth.test')).toMatchObject([{ at: 0, status: undefined }]);
    expect(await answer).toMatchObject({ ok: true });
  });
});

describe('a download that misbehaves', () => {
  it('breaks off or stands still in the middle, or sends the reader elsewhere', async () => {
    const { workspace } = await newWorkspace();
    const content = Buffer.alloc(1000, 1);
    workspace.files.add({
      id: 'F0AAA000001',
      name: 'a',
      mimetype: 'image/png',
      content,
      channel: workspace.channels.general,
    });
    const { file } = await callApi(workspace, 'files.info', { file: 'F0AAA000001' });
    const url = String(Object(file).url_private);
    const get = () => fetch(url, { redirect: 'manual', headers: { authorization: `Bearer ${workspace.botToken}` } });

    workspace.misbehave({ on: 'file', do: 'cut-midway', times: 1 });
    const cut = await get();
    expect([cut.status, cut.headers.get('content-length')]).toEqual([200, '1000']);
    await expect(cut.arrayBuffer()).rejects.toThrow();

    workspace.misbehave({ on: 'file', do: 'stall-midway', times: 1 });
    const stalled = (await get()).body?.getReader();
    expect((await stalled?.read())?.value).toHaveLength(500);
    await stalled?.cancel();

    workspace.misbehave({ on: 'file', do: 'redirect', to: 'https://cdn.example.com/a', times: 1 });
    const elsewhere = await get();
    expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([302, 'https://cdn.example.com/a']);
    expect((await get()).status).toBe(200);
  });
});

describe('a response_url that misbehaves', () => {
  it('fails, and counts no use', async () => {
    const { workspace, anna } = await newWorkspace();
    const statuses: number[] = [];
    await connect(workspace, 'http', (app) => {
      app.command('/b24notify', async ({ ack, command }) => {
        await ack();
        for (let i = 0; i < 6; i += 1) {
          const response = await fetch(command.response_url, { method: 'POST', body: JSON.stringify({ text: 'x' }) });
          statuses.push(response.status);
        }
      });
    });
    workspace.misbehave({ on: 'response_url', do: 'status', status: 500, times: 1 });

    await workspace.as(anna).command('/b24notify', 'x');
    await workspace.waitFor(
      () => workspace.callsOf('response_url').filter((call) => call.status !== undefined).length === 6,
    );
    await workspace.waitFor(() => workspace.as(anna).sees().length === 5);

    expect(workspace.callsOf('response_url').map((call) => call.status)).toEqual([500, 200, 200, 200, 200, 200]);
  });
});
