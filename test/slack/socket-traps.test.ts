import { describe, expect, it, vi } from 'vitest';
import { connected, opened } from './connection.ts';

const IVAN = { name: 'ivan', realName: 'Ivan Petrov' };

/** What Bolt's Socket Mode does to an app that trusts it; each of these was seen with Bolt 5.1 and socket-mode 3.1. */
describe('Socket Mode', () => {
  it('notices a line that died silently, says so, and opens another by itself', async () => {
    const { workspace, connection, signal, logged } = await connected({ pingTimeout: 1000 });
    await connection.connect(signal);
    expect(connection.trouble()).toBeUndefined();
    workspace.misbehave({ on: 'socket', do: 'silent-death' });
    await vi.waitUntil(() => connection.trouble() !== undefined, { timeout: 30_000, interval: 50 });
    expect(connection.trouble()).toContain('the socket to Slack is closed');
    await vi.waitUntil(() => connection.trouble() === undefined, { timeout: 30_000, interval: 50 });
    expect(workspace.openSockets).toBe(1);
    expect(logged.filter((line) => line.includes('connected to Slack by Socket Mode'))).toHaveLength(2);
  }, 70_000);

  it('opens again after a cut line though Slack answers 500 for a while', async () => {
    const { workspace, connection, signal } = await connected({ pingTimeout: 200 });
    await connection.connect(signal);
    // Two for each opening, because the Web API client repeats once: more than it would survive by itself.
    workspace.misbehave({ on: 'apps.connections.open', do: 'status', status: 500, times: 3 });
    workspace.misbehave({ on: 'socket', do: 'cut-line' });
    await vi.waitUntil(() => opened(workspace) >= 5 && connection.trouble() === undefined, { timeout: 15_000 });
    expect(workspace.openSockets).toBe(1);
  });

  it('hands on that Slack refuses the token for good, instead of a rejection that nobody can catch', async () => {
    const { workspace, connection, signal, refused } = await connected({ pingTimeout: 200 });
    await connection.connect(signal);
    workspace.misbehave({ on: 'apps.connections.open', do: 'error', error: 'invalid_auth' });
    workspace.misbehave({ on: 'socket', do: 'cut-line' });
    await vi.waitUntil(() => refused.length > 0, { timeout: 10_000 });
    expect(refused[0]?.message).toBe('Slack refuses SLACK_APP_TOKEN: invalid_auth.');
    expect(refused[0]?.advice).toContain('connections:write');
    expect(connection.trouble()).toContain('SLACK_APP_TOKEN');
  });

  it('follows when Slack asks for a new line', async () => {
    const { workspace, connection, signal } = await connected({ pingTimeout: 200 });
    await connection.connect(signal);
    workspace.misbehave({ on: 'socket', do: 'disconnect', reason: 'refresh_requested' });
    await vi.waitUntil(() => opened(workspace) === 2 && connection.trouble() === undefined, { timeout: 10_000 });
  });

  it('says in the log that another copy takes part of the payloads', async () => {
    const { workspace, connection, signal, logged } = await connected({ pingTimeout: 200 });
    await connection.connect(signal);
    expect(logged.join('')).not.toContain('more than one connection');
    const rival = await fetch(`${workspace.apiUrl}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.appToken}` },
    });
    const { url }: { url: string } = JSON.parse(await rival.text());
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
    workspace.misbehave({ on: 'socket', do: 'disconnect', reason: 'warning' });
    await vi.waitUntil(() => logged.join('').includes('more than one connection'), { timeout: 15_000 });
    socket.close();
  });

  it('opens the line with the app token and calls the Web API with the bot token, whatever it does to shared options', async () => {
    const { workspace, connection, signal } = await connected();
    await connection.connect(signal);
    const calls = workspace.calls.map(({ method, token }) => [method, token]);
    expect(calls).toEqual([
      ['auth.test', 'bot'],
      ['apps.connections.open', 'app'],
    ]);
  });

  it('leaves the calls of listeners their own few repetitions', async () => {
    const { workspace, connection, signal } = await connected();
    await connection.connect(signal);
    workspace.misbehave({ on: 'chat.postMessage', do: 'status', status: 500 });
    const asked = connection.client.chat.postMessage({ channel: workspace.channels.general.id, text: 'Hello' });
    await expect(asked).rejects.toThrow('500');
    expect(workspace.callsOf('chat.postMessage')).toHaveLength(3);
    const events: Promise<unknown>[] = [];
    connection.app.command('/b24notify', async ({ ack, client }) => {
      await ack();
      const call = client.chat.postMessage({ channel: workspace.channels.general.id, text: 'Hello' });
      events.push(call.catch((error: Error) => error.message));
    });
    await workspace.as(workspace.people.add(IVAN)).command('/b24notify', 'x');
    await vi.waitUntil(() => events.length > 0);
    await expect(events[0]).resolves.toContain('500');
    expect(workspace.callsOf('chat.postMessage')).toHaveLength(6);
  });

  it('asks Slack who the bot is once, not on every event', async () => {
    const { workspace, connection, signal } = await connected();
    await connection.connect(signal);
    connection.app.command('/b24notify', async ({ ack }) => ack('Yes?'));
    const ivan = workspace.as(workspace.people.add(IVAN));
    for (const text of ['one', 'two', 'three']) await ivan.command('/b24notify', text);
    expect(ivan.sees()).toHaveLength(3);
    expect(workspace.callsOf('auth.test')).toHaveLength(1);
  });

  it('says in the log that a listener did not acknowledge', async () => {
    const { workspace, connection, signal, logged } = await connected();
    await connection.connect(signal);
    connection.app.command('/b24notify', async () => {});
    const { timedOut } = await workspace.as(workspace.people.add(IVAN)).command('/b24notify', 'x');
    expect(timedOut).toBe(true);
    await vi.waitUntil(() => logged.join('').includes('no acknowledgement in time'), { timeout: 5000 });
  });

  it('goes on after a listener that throws, and an error handler that throws', async () => {
    const { workspace, connection, signal } = await connected();
    await connection.connect(signal);
    connection.app.error(async () => {
      throw new Error('the handler of errors fails too');
    });
    connection.app.command('/b24notify', async ({ ack, command }) => {
      await ack(command.text === 'fail' ? 'It will fail.' : 'Fine.');
      if (command.text === 'fail') throw new Error('a listener fails');
    });
    const ivan = workspace.as(workspace.people.add(IVAN));
    await ivan.command('/b24notify', 'fail');
    await ivan.command('/b24notify', 'again');
    expect(ivan.sees().at(-1)?.text).toBe('Fine.');
  });

  it('stops at once though the line is dead and its goodbye is never answered', async () => {
    const { workspace, connection, signal } = await connected();
    await connection.connect(signal);
    workspace.misbehave({ on: 'socket', do: 'silent-death' });
    await connection.stop();
    expect(connection.trouble()).toBe('stopping');
  });

  it('refuses at the start what Slack will never take, with what to do', async () => {
    const { connection, signal } = await connected({ appToken: 'xapp-wrong' });
    await expect(connection.connect(signal)).rejects.toMatchObject({
      message: 'Slack refuses SLACK_APP_TOKEN: invalid_auth.',
    });
  });
});
