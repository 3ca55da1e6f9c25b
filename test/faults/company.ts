import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { type PortalOptions, startPortal } from '../../sandbox/bitrix24/portal.ts';
import { type Interaction, startWorkspace } from '../../sandbox/slack/workspace.ts';
import { MOST_UNCONFIRMED } from '../../src/requests/submit.ts';

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;
/** The first of many people of the portal. */
export const CROWD = 1000;

/** A Slack workspace and a portal, and the bot between them as processes of its own, to be killed and started again. */
export async function company(
  { onTestFinished, expect }: TestContext,
  options: { env?: Record<string, string>; portal?: PortalOptions; crowd?: number; transport?: 'http' | 'socket' } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'b24notify-faults-'));
  const workspace = await startWorkspace({ domain: 'acme' });
  const portal = await startPortal({ limited: false, ...options.portal });
  const ivan = workspace.people.add({ name: 'ivan', realName: 'Ivan Petrov', email: 'ivan@acme.example' });
  const sales = workspace.channels.add({ name: 'sales', members: [ivan], botIsMember: true });
  for (let id = CROWD; id < CROWD + (options.crowd ?? 10); id++)
    portal.people.add({ id, name: 'P', lastName: `${id}`, email: `p${id}@acme.example` });
  const peopleFile = join(folder, 'people.yml');
  await writeFile(
    peopleFile,
    `match_by_email: false\nadmins: [${ivan.id}]\nlimits: { recipients: 5000, per_minute: 100000 }\n`,
  );
  const http = options.transport !== 'socket';
  const database = join(folder, 'store.sqlite');
  const env: Record<string, string> = {
    SLACK_BOT_TOKEN: workspace.botToken,
    ...(http ? { SLACK_SIGNING_SECRET: workspace.signingSecret } : { SLACK_APP_TOKEN: workspace.appToken }),
    SLACK_API_URL: workspace.apiUrl,
    BITRIX24_WEBHOOK_URL: portal.webhookUrl,
    PEOPLE_FILE: peopleFile,
    DATABASE_URL: `sqlite:${database}`,
    HOST: '127.0.0.1',
    PORT: '0',
    OPS_PORT: '0',
    LOG_LEVEL: 'debug',
    ...options.env,
  };
  const webhookSecret = new URL(portal.webhookUrl).pathname.split('/')[3] ?? '';
  const secrets = [workspace.botToken, workspace.appToken, workspace.signingSecret, webhookSecret];
  const bots: BotProcess[] = [];
  const sender = workspace.as(ivan);
  onTestFinished(async () => {
    await Promise.all(bots.map((bot) => bot.kill()));
    await Promise.all([workspace.stop(), portal.stop()]);
    await rm(folder, { recursive: true, force: true });
    for (const bot of bots) for (const secret of secrets) expect(bot.output()).not.toContain(secret);
  });

  return {
    workspace,
    portal,
    database,
    env,
    sender,
    /** Starts the bot; resolves when it is ready. @param through a shell line that ends in running it */
    async start(more: Record<string, string> = {}, through?: string): Promise<BotProcess> {
      const bot = botProcess({ PATH: process.env.PATH ?? '', ...env, ...more }, folder, through);
      bots.push(bot);
      await bot.ready;
      if (http) workspace.deliverOverHttp(`http://127.0.0.1:${bot.port()}/slack/events`);
      return bot;
    },
    /** `/b24notify` to some people of the portal, and the yes that is asked for where they are many. */
    async notify(people: readonly number[], text: string): Promise<Interaction> {
      const asked = await sender.command('/b24notify', `${people.map((id) => `b24:${id}`).join(' ')} ${text}`, sales);
      if (people.length <= MOST_UNCONFIRMED || asked.error !== undefined) return asked;
      return sender.click(`Send to ${people.length.toLocaleString('en')} people`, await sender.answers(':bell:'));
    },
    /** What each of the crowd reads in the bell, without the line that says who wrote. */
    reads: (person: number) => portal.bell(person).map(({ text }) => text.split('\n').slice(1).join('\n')),
  };
}

export type BotProcess = ReturnType<typeof botProcess>;

function botProcess(env: Record<string, string>, cwd: string, through?: string) {
  const node = JSON.stringify(process.execPath);
  const child: ChildProcess = through
    ? spawn('sh', ['-c', `${through} exec ${node} ${JSON.stringify(MAIN)}`], {
        cwd,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
    : spawn(process.execPath, [MAIN], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let noticed = () => {};
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
    noticed();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  // 'close' comes after the last of the output.
  let over = false;
  const ended = once(child, 'close').then(() => {
    over = true;
  });
  const says = async (words: string): Promise<void> => {
    while (!output.includes(words)) {
      if (over) throw new Error(`The bot ended before it said “${words}”:\n${output}`);
      await new Promise<void>((resolve) => {
        noticed = resolve;
        void ended.then(() => resolve());
      });
    }
  };
  const signal = async (name: 'SIGKILL' | 'SIGTERM') => {
    child.kill(name);
    await ended;
    return child.exitCode;
  };
  return {
    output: () => output,
    pid: child.pid,
    port: () => /"port":(\d+)[^\n]*"(?:Slack is served|listening)"/.exec(output)?.[1],
    ready: says('"b24notify is ready"'),
    /** Waits until the bot has written this. */
    says,
    kill: () => signal('SIGKILL'),
    /** @returns the exit code; null when it had to be killed */
    stop: () => signal('SIGTERM'),
  };
}
