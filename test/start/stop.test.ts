import { describe, expect, it } from 'vitest';
import type { SandboxPortal } from '../../sandbox/bitrix24/portal.ts';
import { surroundings, type Transport } from './bot.ts';

const READY = '"b24notify is ready"';

/** The notification is on its way. */
const atWork = ({ requests }: SandboxPortal) =>
  requests.some(({ method, commands }) => [method, ...commands.map((command) => command.method)].includes(SENDING));
const SENDING = 'im.notify.personal.add';

describe.each<Transport>(['http', 'socket'])('stopping over %s', (transport) => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 at %s', async (signal) => {
    const { start } = await surroundings(transport);
    const bot = start();
    await bot.says(READY);
    bot.kill(signal);
    expect(await bot.ended()).toBe(0);
    expect(bot.all()).toContain('"stopped"');
    expect(bot.all()).not.toContain('"level":50');
    expect(bot.written.stderr).toBe('');
  });

  it('finishes what is in flight first', async () => {
    const { start, portal, ivan } = await surroundings(transport);
    portal.misbehave({ on: SENDING, do: { kind: 'delay', ms: 500 } });
    const bot = start();
    await bot.says(READY);
    const sent = ivan.command('/b24notify', 'b24:10 Hello');
    await portal.waitFor(atWork);
    bot.kill('SIGTERM');
    await sent;
    expect(await bot.ended()).toBe(0);
    expect(portal.bell(10)).toHaveLength(1);
    expect(bot.all()).toContain('"stopped"');
  });

  it('ends at once at a second signal', async () => {
    const { start, portal, ivan } = await surroundings(transport);
    portal.misbehave({ on: SENDING, do: { kind: 'hang' } });
    const bot = start();
    await bot.says(READY);
    await ivan.command('/b24notify', 'b24:10 Hello');
    await portal.waitFor(atWork);
    bot.kill('SIGTERM');
    await bot.says('"stopping: what is in flight finishes');
    bot.kill('SIGINT');
    expect(await bot.ended()).toBe(1);
    expect(bot.all()).not.toContain('"stopped"');
  });

  it('ends with 0 while it still waits for Slack', async () => {
    const { start, workspace } = await surroundings(transport);
    workspace.misbehave({ on: 'auth.test', do: 'status', status: 503 });
    const bot = start();
    await bot.says('Slack does not answer');
    bot.kill('SIGTERM');
    expect(await bot.ended()).toBe(0);
    expect(bot.written.stderr).toBe('');
    expect(bot.all()).toContain('"stopped"');
    expect(bot.all()).not.toContain('"level":50');
  });

  it('finishes what is in flight while it still waits for Slack, and does not wait for an answer of Slack', async () => {
    const { start, workspace, portal, ivan } = await surroundings(transport);
    const mend = portal.misbehave({ on: SENDING, do: { kind: 'status', status: 503, when: 'before' } });
    const first = start();
    await first.says(READY);
    await ivan.command('/b24notify', 'b24:10 Hello');
    await portal.waitFor(atWork);
    first.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    mend();
    workspace.misbehave({ on: 'auth.test', do: 'hang' });
    portal.misbehave({ on: SENDING, do: { kind: 'delay', ms: 1000 }, times: 1 });
    const sends = () => portal.requests.filter(({ method }) => method === SENDING).length;
    const before = sends();
    const bot = start();
    await portal.waitFor(() => sends() > before);
    bot.kill('SIGTERM');
    expect(await bot.ended()).toBe(0);
    expect(portal.bell(10)).toHaveLength(1);
    expect(bot.all()).toContain('"stopped"');
    expect(bot.all()).not.toContain('"level":50');
  }, 40_000);
});

describe('a bot that npm has started', () => {
  it('takes two signals of the same moment for one, as npm and the terminal send them at Ctrl-C', async () => {
    const { start } = await surroundings('socket');
    const bot = start({ npm_lifecycle_event: 'start' });
    await bot.says(READY);
    bot.kill('SIGINT');
    bot.kill('SIGTERM');
    expect(await bot.ended()).toBe(0);
    expect(bot.all()).toContain('"stopped"');
  });

  it('ends at once at a second signal a moment later', async () => {
    const { start, portal, ivan } = await surroundings('socket');
    portal.misbehave({ on: SENDING, do: { kind: 'hang' } });
    const bot = start({ npm_lifecycle_event: 'start' });
    await bot.says(READY);
    await ivan.command('/b24notify', 'b24:10 Hello');
    await portal.waitFor(atWork);
    bot.kill('SIGTERM');
    await bot.says('"stopping: what is in flight finishes');
    const again = setInterval(() => bot.kill('SIGINT'), 50);
    expect(await bot.ended().finally(() => clearInterval(again))).toBe(1);
    expect(bot.all()).not.toContain('"stopped"');
  });

  it('stops when the shell between them ends at a signal without passing it on', async () => {
    const { start } = await surroundings('socket');
    const bot = start({ npm_lifecycle_event: 'start' }, { inShell: true });
    await bot.says(READY);
    bot.kill('SIGTERM');
    await bot.says('"stopped"');
    await bot.ended();
  });
});

describe('stopping while the portal hangs', () => {
  it('does not wait for it: it ends with 0, and delivers after the next start', async () => {
    const { start, portal, ivan } = await surroundings('socket');
    const mend = portal.misbehave({ on: SENDING, do: { kind: 'hang' } });
    const bot = start();
    await bot.says(READY);
    await ivan.command('/b24notify', 'b24:10 Hello');
    await portal.waitFor(atWork);
    bot.kill('SIGTERM');
    expect(await bot.ended()).toBe(0);
    mend();
    const again = start();
    await again.says(READY);
    await portal.waitFor((there) => there.bell(10).length === 1);
  }, 40_000);
});
