import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBotProcess } from '../../sandbox/demo/bot-process.ts';
import type { Listener } from '../peers/listener.ts';
import { freePort } from './free-port.ts';

/**
 * The real bot in HTTP mode, as `npm start` runs it.
 * @param folder where its files are; the same one again is the same store
 */
export async function startBot(
  { signingSecret, botToken, apiUrl, webhookUrl }: Listener,
  folder: string,
  more: Record<string, string> = {},
) {
  const peopleFile = join(folder, 'people.yml');
  // Who sends to whom is written in the command. Limits of a sender are not what is measured.
  await writeFile(peopleFile, 'match_by_email: false\nlimits: { per_minute: 100000 }\n');
  const port = await freePort();
  const bot = await startBotProcess(
    {
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: apiUrl,
      BITRIX24_WEBHOOK_URL: webhookUrl,
      PEOPLE_FILE: peopleFile,
      DATABASE_URL: `sqlite:${join(folder, 'store.sqlite')}`,
      HOST: '127.0.0.1',
      PORT: String(port),
      OPS_PORT: '0',
      ...more,
    },
    folder,
  );
  return { ...bot, url: `http://127.0.0.1:${port}/slack/events` };
}
