import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, stdSerializers } from 'pino';
import { type PortalOptions, startPortal } from '../../sandbox/bitrix24/portal.ts';
import { startWorkspace, type WorkspaceOptions } from '../../sandbox/slack/workspace.ts';
import { type Bot, startBot } from '../../src/app.ts';
import { readPeopleFile } from '../../src/config/people-file.ts';
import { secretsOfEnvironment } from '../../src/config/secrets.ts';
import { readSettings } from '../../src/config/settings.ts';
import { createRedaction } from '../../src/log/redaction.ts';

export type Transport = 'http' | 'socket';

export interface CompanyOptions {
  env?: Record<string, string>;
  portal?: PortalOptions;
  workspace?: WorkspaceOptions;
  /** The language in which each uses Slack; English otherwise. */
  locales?: Partial<Record<'ivan' | 'anna' | 'boris' | 'stranger' | 'guest' | 'boss', string>>;
  /** What people.yml says beside who is who. */
  rules?: (people: Record<'ivan' | 'anna' | 'boris' | 'stranger' | 'guest' | 'boss', { id: string }>) => string;
  /** The bot is started by the test. */
  stopped?: boolean;
}

/**
 * A company with half of its people in Slack and half in Bitrix24, and the bot between them: real servers on loopback,
 * the bot as `npm start` builds it.
 */
export async function company(transport: Transport, options: CompanyOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-'));
  const workspace = await startWorkspace({ domain: 'acme', ...options.workspace });
  const portal = await startPortal({ limited: false, ...options.portal });

  const speaks = (name: keyof NonNullable<CompanyOptions['locales']>) => {
    const locale = options.locales?.[name];
    return locale === undefined ? {} : { locale };
  };
  const ivan = workspace.people.add({
    ...speaks('ivan'),
    name: 'ivan',
    realName: 'Ivan Petrov',
    email: 'ivan@example.com',
  });
  const anna = workspace.people.add({
    ...speaks('anna'),
    name: 'anna',
    realName: 'Anna Lee',
    email: 'anna@example.com',
  });
  const boris = workspace.people.add({
    ...speaks('boris'),
    name: 'boris',
    realName: 'Boris <B> Orlov',
    email: 'boris@example.com',
  });
  const stranger = workspace.people.add({
    ...speaks('stranger'),
    name: 'stranger',
    realName: 'Sam Stranger',
    email: 'sam@example.com',
  });
  const guest = workspace.people.add({
    ...speaks('guest'),
    name: 'guest',
    realName: 'Gus Guest',
    email: 'gus@example.com',
    isGuest: true,
  });
  const boss = workspace.people.add({
    ...speaks('boss'),
    name: 'boss',
    realName: 'Bea Boss',
    email: 'bea@example.com',
  });
  const people = { ivan, anna, boris, stranger, guest, boss };
  const sales = workspace.channels.add({ name: 'sales', members: [ivan, anna, boris, guest], botIsMember: true });
  const secret = workspace.channels.add({ name: 'secret', isPrivate: true, members: [ivan, anna] });
  const managers = workspace.groups.add({ handle: 'managers', members: [anna, boris] });
  portal.people.add({ id: 10, name: 'Ivan', lastName: 'Petrov', email: 'ivan@example.com' });
  portal.people.add({ id: 12, name: 'Anna', lastName: 'Lee', email: 'anna@example.com' });
  portal.people.add({ id: 15, name: 'Boris', lastName: 'Orlov', email: 'boris@example.com' });
  portal.people.add({ id: 20, name: 'Olga', lastName: 'Office', email: 'olga@example.com' });

  const peopleFile = join(folder, 'people.yml');
  await writeFile(
    peopleFile,
    `people:
  - { slack: ${ivan.id}, bitrix24: 10 }
  - { slack: anna@example.com, bitrix24: 12 }
  - { slack: ${boris.id}, bitrix24: 15 }
${options.rules?.(people) ?? `admins: [${boss.id}]`}
`,
  );
  const storePath = join(folder, 'store.sqlite');
  const env = {
    SLACK_BOT_TOKEN: workspace.botToken,
    ...(transport === 'socket'
      ? { SLACK_APP_TOKEN: workspace.appToken }
      : { SLACK_SIGNING_SECRET: workspace.signingSecret }),
    SLACK_API_URL: workspace.apiUrl,
    BITRIX24_WEBHOOK_URL: portal.webhookUrl,
    PEOPLE_FILE: peopleFile,
    DATABASE_URL: `sqlite:${storePath}`,
    FILES: 'permalink',
    HOST: '127.0.0.1',
    PORT: '0',
    OPS_PORT: '0',
    ...options.env,
  };
  const settings = readSettings(env);
  const peopleKnown = await readPeopleFile(settings.peopleFile);
  const redaction = createRedaction(secretsOfEnvironment(env));
  const logged: string[] = [];
  const log = pino(
    { level: 'debug', base: null, serializers: { error: stdSerializers.errWithCause } },
    { write: (line) => logged.push(redaction.redact(line)) },
  );

  let bot: Bot | undefined;
  const start = async () => {
    const signal = new AbortController().signal;
    const onUnrecoverable = (error: Error) => log.fatal({ error }, 'the bot cannot go on');
    bot = await startBot({ settings, people: peopleKnown, log, redaction, signal, onUnrecoverable });
    if (bot.port !== undefined) workspace.deliverOverHttp(eventsUrl());
  };
  const eventsUrl = () => `http://127.0.0.1:${bot?.port}/slack/events`;
  const stop = async () => {
    await bot?.stop();
    bot = undefined;
  };
  if (!options.stopped) await start();

  return {
    workspace,
    portal,
    people,
    sales,
    secret,
    managers,
    as: workspace.as,
    storePath,
    peopleFile,
    eventsUrl,
    /** Every line of the log, as written. */
    logged,
    start,
    stop,
    /** Ends everything. @throws when a secret reached a person, a bell or the log */
    async end() {
      await stop();
      const shown = JSON.stringify([
        workspace.calls.map((call) => call.arguments),
        [1, 10, 12, 15, 20].map((id) => portal.bell(id)),
        logged,
      ]);
      const secrets = [
        workspace.botToken,
        workspace.appToken,
        workspace.signingSecret,
        portal.webhookUrl.split('/')[5],
      ];
      const leaked = secrets.filter((each) => each !== undefined && shown.includes(each));
      await Promise.all([workspace.stop(), portal.stop()]);
      await rm(folder, { recursive: true, force: true });
      if (leaked.length > 0) throw new Error(`${leaked.length} secrets were shown`);
    },
  };
}

export type Company = Awaited<ReturnType<typeof company>>;
