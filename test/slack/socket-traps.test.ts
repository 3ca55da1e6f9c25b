import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SandboxWorkspace } from '../../sandbox/slack/workspace.ts';
import { company } from '../e2e/company.ts';
import { connected, opened } from './connection.ts';

/** Another copy's line, greeted by Slack. */
async function rivalOf({ apiUrl, appToken }: SandboxWorkspace): Promise<WebSocket> {
  const answer = await fetch(`${apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${appToken}` },
  });
  const { url }: { url: string } = JSON.parse(await answer.text());
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
  return socket;
}

const IVAN = { name: 'ivan', realName: 'Ivan Petrov' };

/** What Bolt's Socket Mode does to an app that trusts it; each of these was seen with Bolt 5.1 and socket-mode 3.1. */
describe('Socket Mode', () => {
  it('notices a line that died silently, says so, and opens another by itself', async () => {
    const { workspace, connection, signal, logged } = await connected({ pingTimeout: 1000 });
    await connection.connect(signal);
    expect(connection.trouble()).toBeUndefined();
    // Otherwise another one is open before anybody looks.
    workspace.misbehave({ on: 'apps.connections.open', do: 'status', status: 500, times: 2 });
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

  it('opens one line after Slack refused to open any for its rate, when Slack allows it', async () => {
    const { workspace, connection, signal, logged } = await connected({ pingTimeout: 200, longestOpening: 1000 });
    await connection.connect(signal);
    workspace.misbehave({ on: 'apps.connections.open', do: 'rate-limit', retryAfter: 4, times: 1 });
    workspace.misbehave({ on: 'socket', do: 'cut-line' });
    await vi.waitUntil(() => opened(workspace) === 2, { timeout: 5000 });
    const refused = performance.now();
    await vi.waitUntil(() => connection.trouble() === undefined, { timeout: 15_000 });
    expect(performance.now() - refused).toBeGreaterThan(3900);
    expect([opened(workspace), workspace.openSockets]).toEqual([3, 1]);
    // Each opening that is given up and goes on waiting would be a line of its own in the end.
    expect(logged.filter((line) => line.includes('asking again'))).toEqual([expect.stringContaining('in 4 s')]);
  }, 20_000);

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

  it('is deaf only for a moment when Slack asks for a new line that has lived for a while', async () => {
    const { workspace, connection, signal } = await connected({ pingTimeout: 2000 });
    await connection.connect(signal);
    const lived = performance.now();
    await vi.waitUntil(() => performance.now() - lived > 2000, { timeout: 5000 });
    workspace.misbehave({ on: 'socket', do: 'disconnect', reason: 'refresh_requested' });
    const asked = performance.now();
    await vi.waitUntil(() => opened(workspace) === 2 && connection.trouble() === undefined, { timeout: 10_000 });
    expect(performance.now() - asked).toBeLessThan(1500);
  });

  it.each(['warning', 'link_disabled'] as const)(
    'comes back by itself after a goodbye of Slack: %s',
    async (reason) => {
      const { workspace, connection, signal } = await connected({ pingTimeout: 200 });
      await connection.connect(signal);
      workspace.misbehave({ on: 'socket', do: 'disconnect', reason });
      await vi.waitUntil(() => opened(workspace) === 2 && connection.trouble() === undefined, { timeout: 10_000 });
      expect(workspace.openSockets).toBe(1);
    },
  );

  it('goes on asking where Slack has no room for another line, and is back once there is', async () => {
    const { workspace, connection, signal, logged } = await connected({ pingTimeout: 200 });
    await connection.connect(signal);
    workspace.misbehave({ on: 'apps.connections.open', do: 'status', status: 500, times: 2 });
    workspace.misbehave({ on: 'socket', do: 'cut-line' });
    await vi.waitUntil(() => logged.join('').includes('asking again'), { timeout: 10_000, interval: 10 });
    const rivals: WebSocket[] = [];
    while (rivals.length < 10) rivals.push(await rivalOf(workspace));
    await vi.waitUntil(() => logged.join('').includes('closed while it was being opened'), { timeout: 10_000 });
    expect(connection.trouble()).toContain('closed');
    for (const rival of rivals) rival.close();
    await vi.waitUntil(() => connection.trouble() === undefined, { timeout: 15_000 });
    await vi.waitUntil(() => workspace.openSockets === 1);
  }, 40_000);

  it('says in the log that another copy takes part of the payloads', async () => {
    const { workspace, connection, signal, logged } = await connected({ pingTimeout: 200 });
    await connection.connect(signal);
    expect(logged.join('')).not.toContain('more than one connection');
    const socket = await rivalOf(workspace);
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

  it.each([
    ['SLACK_APP_TOKEN', { appToken: 'xapp-wrong' }],
    ['SLACK_BOT_TOKEN', { botToken: 'xoxb-wrong' }],
  ])('refuses a %s at the start that Slack will never take, where it can be caught', async (name, wrong) => {
    const { connection, signal } = await connected(wrong);
    await expect(connection.connect(signal)).rejects.toMatchObject({
      message: `Slack refuses ${name}: invalid_auth.`,
      advice: expect.stringMatching(/\w/),
    });
  });

  it('gives every call of the Web API an end, so that none waits for ever', async () => {
    const ends: unknown[] = [];
    const { workspace, connection, signal } = await connected({
      fetch: (input, init) => {
        ends.push(init?.signal);
        return fetch(input, init);
      },
    });
    await connection.connect(signal);
    connection.app.command('/b24notify', async ({ ack, client }) => {
      await ack();
      await client.auth.test();
    });
    await workspace.as(workspace.people.add(IVAN)).command('/b24notify', 'x');
    await workspace.waitFor(() => workspace.callsOf('auth.test').length === 2);
    // auth.test, apps.connections.open, and the listener's own.
    expect(ends).toEqual(Array.from({ length: 3 }, () => expect.any(AbortSignal)));
  });

  it('serves nothing by itself: its own little server would fall over one odd address', async () => {
    const servers = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
    const { connection, signal } = await connected();
    const before = servers();
    await connection.connect(signal);
    expect(servers()).toBe(before);
  });

  it('keeps nothing of what it saw: no conversations, and one client for all', async () => {
    const { workspace, connection, signal } = await connected();
    await connection.connect(signal);
    const clients = new Set<unknown>();
    const conversations: unknown[] = [];
    connection.app.command('/b24notify', async ({ ack, client, context }) => {
      await ack();
      clients.add(client);
      conversations.push(context.conversation, context.updateConversation);
    });
    for (const name of ['ivan', 'anna', 'boris']) {
      const person = workspace.as(workspace.people.add({ name, realName: name }));
      const channel = workspace.channels.add({ name: `of-${name}`, members: [], botIsMember: true });
      for (const text of ['one', 'two']) await person.command('/b24notify', text, channel);
    }
    expect(conversations).toEqual(Array.from({ length: 12 }, () => undefined));
    expect(clients.size).toBe(1);
  });
});

describe('the bot on Socket Mode', () => {
  async function bot() {
    const acme = await company('socket');
    onTestFinished(() => acme.end());
    const ivan = acme.as(acme.people.ivan);
    const delivered = () => ivan.sees().filter(({ text }) => text.startsWith(':white_check_mark:')).length;
    return { acme, ivan, delivered };
  }

  it('does once what Slack delivers again because it missed the acknowledgement', async () => {
    const { acme, ivan, delivered } = await bot();
    acme.workspace.misbehave({ on: 'socket', do: 'lose-ack', times: 1 });
    await ivan.command('/b24notify', '@anna by command', acme.sales);
    await acme.workspace.waitFor(() => delivered() === 1, 10_000);
    await ivan.globalShortcut('b24_notify_compose');
    await acme.workspace.waitFor(() => ivan.view() !== undefined, 10_000);
    ivan.fill({ people: [acme.people.anna], text: 'by form' });
    acme.workspace.misbehave({ on: 'socket', do: 'lose-ack', times: 1 });
    await ivan.submit();
    const again = () => acme.logged.filter((line) => line.includes('request delivered by Slack again')).length;
    await vi.waitUntil(() => again() === 2, { timeout: 10_000 });
    await acme.workspace.waitFor(() => delivered() === 2, 10_000);
    expect(delivered()).toBe(2);
    expect(acme.portal.bell(12).map(({ text }) => text.split('\n').at(-1))).toEqual(['by command', 'by form']);
  });

  it('does not call a stored request failed because its acknowledgement met a fallen line', async () => {
    const { acme, ivan, delivered } = await bot();
    acme.portal.misbehave({ on: 'user.get', do: { kind: 'delay', ms: 700 }, times: 1 });
    const asked = ivan.command('/b24notify', 'olga@example.com over a fallen line', acme.sales);
    await acme.portal.waitFor(({ requests }) => requests.some(({ method }) => method === 'user.get'));
    acme.workspace.misbehave({ on: 'socket', do: 'cut-line' });
    await acme.workspace.waitFor(() => delivered() === 1, 10_000);
    await asked;
    expect(acme.portal.bell(20).map(({ text }) => text.split('\n').at(-1))).toEqual(['over a fallen line']);
    expect(ivan.sees().filter(({ text }) => text.startsWith(':x:'))).toEqual([]);
    expect(acme.logged.join('')).toContain('Slack did not take the acknowledgement of a stored request');
  }, 40_000);

  it('gives an answer another way whose acknowledgement met a fallen line', async () => {
    const { acme, ivan } = await bot();
    acme.portal.misbehave({ on: 'user.get', do: { kind: 'delay', ms: 700 }, times: 1 });
    const asked = ivan.command('/b24notify', 'nobody@example.com over a fallen line', acme.sales);
    await acme.portal.waitFor(({ requests }) => requests.some(({ method }) => method === 'user.get'));
    acme.workspace.misbehave({ on: 'socket', do: 'cut-line' });
    await ivan.answers(':x: Nobody you named can be reached', 2500);
    await asked;
    expect(ivan.sees().filter(({ text }) => text.includes('trouble inside'))).toEqual([]);
  }, 40_000);
});
