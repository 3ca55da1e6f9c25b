import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bot, startBot } from '../../src/app.ts';
import { readPeopleFile } from '../../src/config/people-file.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import { readSettings } from '../../src/config/settings.ts';
import { createLog } from '../../src/log/log.ts';
import { createRedaction } from '../../src/log/redaction.ts';
import { type PortalOptions, startPortal } from '../../sandbox/bitrix24/portal.ts';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';

export type Transport = 'http' | 'socket';

/**
 * A company with half of its people in Slack and half in Bitrix24, and the bot between them: real servers on loopback,
 * the bot as `npm start` builds it.
 */
export async function company(
  transport: Transport,
  options: { env?: Record<string, string>; portal?: PortalOptions; people?: string } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-'));
  const workspace = await startWorkspace({ domain: 'acme' });
  const portal = await startPortal({ limited: false, ...options.portal });

  const ivan = workspace.people.add({ name: 'ivan', realName: 'Ivan Petrov', email: 'ivan@example.com' });
  const anna = workspace.people.add({ name: 'anna', realName: 'Anna Lee', email: 'anna@example.com' });
  const boris = workspace.people.add({ name: 'boris', realName: 'Boris <B> Orlov', email: 'boris@example.com' });
  const stranger = workspace.people.add({ name: 'stranger', realName: 'Sam Stranger', email: 'sam@example.com' });
  const sales = workspace.channels.add({ name: 'sales', members: [ivan, anna, boris], botIsMember: true });
  portal.people.add({ id: 10, name: 'Ivan', lastName: 'Petrov', email: 'ivan@example.com' });
  portal.people.add({ id: 12, name: 'Anna', lastName: 'Lee', email: 'anna@example.com' });
  portal.people.add({ id: 15, name: 'Boris', lastName: 'Orlov', email: 'boris@example.com' });
  portal.people.add({ id: 20, name: 'Olga', lastName: 'Office', email: 'olga@example.com' });

  const peopleFile = join(folder, 'people.yml');
  await writeFile(
    peopleFile,
    options.people ??
      `people:
  - { slack: ${ivan.id}, bitrix24: 10 }
  - { slack: anna@example.com, bitrix24: 12 }
  - { slack: ${boris.id}, bitrix24: 15 }
`,
  );
  const env = {
    SLACK_BOT_TOKEN: workspace.botToken,
    ...(transport === 'socket'
      ? { SLACK_APP_TOKEN: workspace.appToken }
      : { SLACK_SIGNING_SECRET: workspace.signingSecret }),
    SLACK_API_URL: workspace.apiUrl,
    BITRIX24_WEBHOOK_URL: portal.webhookUrl,
    PEOPLE_FILE: peopleFile,
    DATABASE_URL: `sqlite:${join(folder, 'store.sqlite')}`,
    HOST: '127.0.0.1',
    PORT: '0',
    OPS_PORT: '0',
    LOG_LEVEL: 'warn',
    ...options.env,
  };
  const settings = readSettings(env);
  const people = await readPeopleFile(settings.peopleFile);
  const redaction = createRedaction(secretsOf(settings));
  const log = createLog(settings.log, redaction);

  let bot: Bot | undefined;
  const start = async () => {
    bot = await startBot({ settings, people, log, redaction, signal: new AbortController().signal });
    if (bot.port !== undefined) workspace.deliverOverHttp(`http://127.0.0.1:${bot.port}/slack/events`);
  };
  await start();

  return {
    workspace,
    portal,
    people: { ivan, anna, boris, stranger },
    sales,
    as: workspace.as,
    start,
    stop: async () => {
      await bot?.stop();
      bot = undefined;
    },
    async end() {
      await bot?.stop();
      await Promise.all([workspace.stop(), portal.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Company = Awaited<ReturnType<typeof company>>;
