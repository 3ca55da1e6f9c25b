import { describe, expect, it } from 'vitest';
import { surroundings, type Transport } from './bot.ts';

const READY = '"b24notify is ready"';

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
    portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'delay', ms: 500 } });
    const bot = start();
    await bot.says(READY);
    const sent = ivan.command('/b24notify', 'b24:10 Hello');
    await portal.waitFor(({ requests }) =>
      requests.some(({ path }) => path.includes('notify') || path.includes('batch')),
    );
    bot.kill('SIGTERM');
    await sent;
    expect(await bot.ended()).toBe(0);
    expect(portal.bell(10)).toHaveLength(1);
    expect(bot.all()).toContain('"stopped"');
  });

  it('ends with 0 within ten seconds when the portal hangs, and delivers after the next start', async () => {
    const { start, portal, ivan } = await surroundings(transport);
    const mend = portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'hang' } });
    const bot = start();
    await bot.says(READY);
    await ivan.command('/b24notify', 'b24:10 Hello');
    await portal.waitFor(({ requests }) =>
      requests.some(({ path }) => path.includes('notify') || path.includes('batch')),
    );
    bot.kill('SIGTERM');
    // The bot is given fifteen seconds here before the test gives up on it; the supervisor's ten are the bot's own limit.
    expect(await bot.ended()).toBe(0);
    mend();
    const again = start();
    await again.says(READY);
    await portal.waitFor(({ bell }) => bell(10).length === 1);
  }, 40_000);

  it('ends at once at a second signal', async () => {
    const { start, portal, ivan } = await surroundings(transport);
    portal.misbehave({ on: 'im.notify.personal.add', do: { kind: 'hang' } });
    const bot = start();
    await bot.says(READY);
    await ivan.command('/b24notify', 'b24:10 Hello');
    await portal.waitFor(({ requests }) =>
      requests.some(({ path }) => path.includes('notify') || path.includes('batch')),
    );
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
  });
});
