import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAcme } from './acme.ts';
import { startBotProcess } from './bot-process.ts';
import { print, title } from './print.ts';
import { composeForm, messageShortcut, slashCommand, undo } from './scenes.ts';

// The main job with no account anywhere: a stand-in Slack workspace and Bitrix24 portal on this machine, the real bot
// between them.
// Whoever reads the pipe may go before the end (`| head`); the rest is played unseen.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const folder = await mkdtemp(join(tmpdir(), 'b24notify-demo-'));
const acme = await startAcme(folder);
const { workspace, portal, peopleFile } = acme;
print('Starting the bot between a stand-in Slack workspace and a stand-in Bitrix24 portal …');
const bot = await startBotProcess(
  {
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    BITRIX24_WEBHOOK_URL: portal.webhookUrl,
    PEOPLE_FILE: peopleFile,
    DATABASE_URL: `sqlite:${join(folder, 'store.sqlite')}`,
    OPS_PORT: '0',
  },
  folder,
);
try {
  for (const scene of [slashCommand, messageShortcut, composeForm, undo]) await scene(acme);
  title('Everything arrived.');
} catch (error) {
  title('Something did not arrive.');
  print(error instanceof Error ? (error.stack ?? error.message) : String(error));
  print(`\nThe bot wrote:\n${bot.output()}`);
  process.exitCode = 1;
} finally {
  await bot.stop();
  await acme.stop();
  await rm(folder, { recursive: true, force: true });
}
