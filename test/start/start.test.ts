import { describe, expect, it } from 'vitest';
import { freePort, surroundings, type Transport, takenPort } from './bot.ts';

const READY = '"b24notify is ready"';

describe.each<Transport>(['http', 'socket'])('starting over %s', (transport) => {
  it('gets ready, and delivers', async () => {
    const { start, ready, ivan, portal, secrets } = await surroundings(transport);
    const bot = start({ LOG_LEVEL: 'trace' });
    await bot.says(READY);
    expect(await ready()).toEqual({ status: 200, body: { status: 'ready' } });
    await ivan.command('/b24notify', 'b24:10 Hello');
    await ivan.answers(':white_check_mark:');
    expect(portal.bell(10)).toHaveLength(1);
    expect(bot.written.stderr).toBe('');
    for (const secret of secrets) expect(bot.all()).not.toContain(secret);
  });

  it('ends with 1 and says what to do when Slack refuses the bot token', async () => {
    const { start } = await surroundings(transport);
    const bot = start({ SLACK_BOT_TOKEN: 'xoxb-MARKER-wrong' });
    expect(await bot.ended()).toBe(1);
    expect(bot.written.stderr).toBe(
      'b24notify cannot start: Slack refuses SLACK_BOT_TOKEN: invalid_auth. Copy the Bot User OAuth Token anew from "OAuth & Permissions" of your Slack app; reinstall the app there if it was removed.\n',
    );
    expect(bot.all()).not.toContain('MARKER');
  });

  it('waits for a Slack that does not answer, not ready meanwhile', async () => {
    const { start, ready, workspace } = await surroundings(transport);
    const mend = workspace.misbehave({ on: 'auth.test', do: 'status', status: 503 });
    const bot = start();
    await bot.says('Slack does not answer');
    expect(await ready()).toEqual({
      status: 503,
      body: { status: 'not ready', reasons: { slack: 'not connected to Slack yet' } },
    });
    mend();
    await bot.says(READY);
    expect((await ready()).status).toBe(200);
  });

  it('starts although the portal refuses the webhook, says so and is not ready', async () => {
    const { start, ready, portal, secrets } = await surroundings(transport);
    portal.webhook.revoke();
    const bot = start();
    await Promise.all([bot.says(READY), bot.says('Create a new inbound webhook')]);
    expect(await ready()).toEqual({
      status: 503,
      body: { status: 'not ready', reasons: { portal: expect.stringContaining('refuses the credentials') } },
    });
    for (const secret of secrets) expect(bot.all()).not.toContain(secret);
  });

  it('starts although the portal answers with a page, and says so', async () => {
    const { start, portal } = await surroundings(transport);
    portal.misbehave({ do: { kind: 'html' } });
    const bot = start();
    await Promise.all([bot.says(READY), bot.says('"level":50')]);
    expect(errorsOf(bot.written.stdout)).toEqual([expect.stringMatching(/\. [A-Z].+\.$/)]);
  });

  it('starts although nobody listens at the portal’s address, and says so', async () => {
    const { start } = await surroundings(transport);
    const bot = start({ BITRIX24_WEBHOOK_URL: `http://127.0.0.1:${await freePort()}/rest/1/abcdefgh/` });
    await Promise.all([bot.says(READY), bot.says("Check the portal's address")]);
    expect(errorsOf(bot.written.stdout)).toHaveLength(1);
  });

  it('ends with 1 and names the port of health that is taken', async () => {
    const { start } = await surroundings(transport);
    const { port } = await takenPort();
    const bot = start({ OPS_PORT: String(port) });
    expect(await bot.ended()).toBe(1);
    expect(bot.written.stderr).toContain(`Port ${port} of 127.0.0.1 is taken by another program. See whether`);
    expect(bot.written.stderr).toContain('OPS_PORT');
  });

  it('refuses the store of a bot that runs', async () => {
    const { start } = await surroundings(transport);
    const first = start();
    await first.says(READY);
    const second = start({ PORT: String(await freePort()), OPS_PORT: '0' });
    expect(await second.ended()).toBe(1);
    expect(second.written.stderr).toMatch(/^b24notify cannot start: .+\n$/);
    expect(first.all()).not.toContain('"level":60');
  });
});

describe('starting over socket', () => {
  it('ends with 1 and says what to do when Slack refuses the app-level token', async () => {
    const { start } = await surroundings('socket');
    const bot = start({ SLACK_APP_TOKEN: 'xapp-MARKER-wrong' });
    expect(await bot.ended()).toBe(1);
    expect(bot.written.stderr).toBe(
      'b24notify cannot start: Slack refuses SLACK_APP_TOKEN: invalid_auth. Make an app-level token with the scope connections:write under "Basic Information", and turn Socket Mode on.\n',
    );
    expect(bot.all()).not.toContain('MARKER');
  });
});

describe('starting over http', () => {
  it('ends with 1 and names the port for Slack that is taken', async () => {
    const { start } = await surroundings('http');
    const { port } = await takenPort();
    const bot = start({ PORT: String(port) });
    expect(await bot.ended()).toBe(1);
    expect(bot.written.stderr).toContain(`Port ${port} of 127.0.0.1 is taken by another program.`);
  });
});

/** The errors in the log. */
function errorsOf(stdout: string): string[] {
  const entries = stdout
    .trim()
    .split('\n')
    .map((line): { level: number; msg: string } => JSON.parse(line));
  return entries.filter(({ level }) => level >= 50).map(({ msg }) => msg);
}
