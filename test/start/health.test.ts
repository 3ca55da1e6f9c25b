import { rm } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { startBotProcess } from '../../sandbox/demo/bot-process.ts';
import { acmeWithBot } from './acme-with-bot.ts';

const ready = async (ops: string) => {
  const response = await fetch(`${ops}/readyz`);
  return { status: response.status, reasons: JSON.stringify(await response.json()) };
};

describe('a running bot', () => {
  it('is ready, and says why when Bitrix24 refuses it', async () => {
    const { acme, start, ops } = await acmeWithBot();
    await start();
    expect((await fetch(`${ops}/healthz`)).status).toBe(200);
    expect(await ready(ops)).toEqual({ status: 200, reasons: '{"status":"ready"}' });
    acme.portal.webhook.revoke();
    const ivan = acme.workspace.as(acme.people.ivan);
    await ivan.command('/b24notify', '@anna hello', acme.sales);
    await vi.waitUntil(async () => (await ready(ops)).status === 503, { timeout: 10_000, interval: 50 });
    expect((await ready(ops)).reasons).toContain('the portal refuses the credentials');
  });

  it('survives whatever is asked of its health server', async () => {
    const { start, ops } = await acmeWithBot();
    await start();
    for (const path of ['//', '/%', '/../..', '/readyz?x', '/metrics/../healthz']) {
      const response = await fetch(`${ops}${path}`);
      await response.arrayBuffer();
    }
    expect((await fetch(`${ops}/healthz`)).status).toBe(200);
  });

  it('ends with a clear line when the file of its store is gone, before it accepts more into nothing', async () => {
    const { start, storePath } = await acmeWithBot();
    const bot = await start();
    await rm(storePath);
    expect(await bot.ended).toBe(1);
    expect(bot.output()).toContain(`b24notify ends, to be started again: The bot cannot go on: store file: the file`);
  });

  it('ends with a clear line when Slack takes its app token no more', async () => {
    const { acme, start } = await acmeWithBot();
    const bot = await start();
    acme.workspace.misbehave({ on: 'apps.connections.open', do: 'error', error: 'invalid_auth' });
    acme.workspace.misbehave({ on: 'socket', do: 'cut-line' });
    expect(await bot.ended).toBe(1);
    expect(bot.output()).toContain('b24notify ends, to be started again: Slack refuses SLACK_APP_TOKEN: invalid_auth.');
  }, 40_000);

  it('stops in time though its line to Slack is dead', async () => {
    const { acme, start } = await acmeWithBot();
    const bot = await start();
    acme.workspace.misbehave({ on: 'socket', do: 'silent-death' });
    expect(await bot.stop()).toBe(0);
  });
});

describe('a bot that cannot start', () => {
  it.each([
    ['SLACK_BOT_TOKEN', { SLACK_BOT_TOKEN: 'xoxb-wrong' }],
    ['SLACK_APP_TOKEN', { SLACK_APP_TOKEN: 'xapp-wrong' }],
  ])('says that Slack refuses %s, and what to do', async (name, wrong) => {
    const { settings, folder } = await acmeWithBot();
    const started = startBotProcess({ ...settings, ...wrong }, folder);
    await expect(started).rejects.toThrow(`b24notify cannot start: Slack refuses ${name}: invalid_auth.`);
  });
});
