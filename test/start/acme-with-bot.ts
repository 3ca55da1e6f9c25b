import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startAcme } from '../../sandbox/demo/acme.ts';
import { startBotProcess } from '../../sandbox/demo/bot-process.ts';

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The real bot as a process of its own, between stand-ins, with its health on `ops`. */
export async function acmeWithBot(env: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-start-'));
  const acme = await startAcme(folder);
  onTestFinished(async () => {
    await acme.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const ops = `http://127.0.0.1:${await freePort()}`;
  const storePath = join(folder, 'store.sqlite');
  const settings = {
    SLACK_BOT_TOKEN: acme.workspace.botToken,
    SLACK_APP_TOKEN: acme.workspace.appToken,
    SLACK_API_URL: acme.workspace.apiUrl,
    BITRIX24_WEBHOOK_URL: acme.portal.webhookUrl,
    PEOPLE_FILE: acme.peopleFile,
    DATABASE_URL: `sqlite:${storePath}`,
    OPS_PORT: new URL(ops).port,
    ...env,
  };
  const start = async () => {
    const bot = await startBotProcess(settings, folder);
    onTestFinished(async () => {
      await bot.stop();
    });
    return bot;
  };
  return { acme, folder, settings, start, ops, storePath };
}
